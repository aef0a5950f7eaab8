package dev.crooked.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;

/**
 * Has the wrong name and stands in no imports file.
 */
@AutoConfiguration
public final class Misnamed {

}
