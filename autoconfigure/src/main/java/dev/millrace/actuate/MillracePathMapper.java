package dev.millrace.actuate;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMapper;

/**
 * Nests the endpoints of Millrace below one path: {@code millraceworkers} becomes
 * {@code millrace/workers}.
 */
public class MillracePathMapper implements PathMapper {

	private static final String ROOT = "millrace";

	@Override
	public @Nullable String getRootPath(EndpointId endpointId) {
		String id = endpointId.toLowerCaseString();
		return (id.startsWith(ROOT) && id.length() > ROOT.length()) ? ROOT + "/" + id.substring(ROOT.length()) : null;
	}

}
