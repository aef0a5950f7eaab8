package dev.crooked.autoconfigure;

import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;

/** Stands in no imports file. */
@ManagementContextConfiguration(proxyBeanMethods = false)
class ForgottenManagement {

}
