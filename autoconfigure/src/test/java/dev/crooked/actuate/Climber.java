package dev.crooked.actuate;

import dev.crooked.autoconfigure.OpenAutoConfiguration;

/** Imports the wiring. */
class Climber {

	OpenAutoConfiguration wiring = new OpenAutoConfiguration();

}
