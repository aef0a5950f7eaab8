package dev.millrace.loadtests.cli;

import java.util.Objects;

import picocli.CommandLine.IVersionProvider;

/**
 * The version, from the manifest of the jar.
 */
public final class ProgramVersion implements IVersionProvider {

	@Override
	public String[] getVersion() {
		String version = ProgramVersion.class.getPackage().getImplementationVersion();
		return new String[] { "millrace-load-tests " + Objects.requireNonNullElse(version, "(not packaged)") };
	}

}
