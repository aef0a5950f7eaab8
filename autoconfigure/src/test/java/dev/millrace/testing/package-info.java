/**
 * What tests share: the servers, the clients, the certificate and the settings. Depends
 * on everything that is tested; nothing but tests depends on it.
 */
package dev.millrace.testing;
