package dev.crooked.attic;

/**
 * Lives in no room of the table and in a package without package-info.
 */
public class Stranger {

}
