package dev.millrace.hot;

import java.util.Map;

/**
 * Two hot routes match the same requests.
 */
public final class EqualHotRoutesException extends HotRouteException {

	private static final long serialVersionUID = 1L;

	private final transient HotRoute first;

	private final transient HotRoute second;

	EqualHotRoutesException(HotRoute first, HotRoute second) {
		this(first, second, Map.of());
	}

	private EqualHotRoutesException(HotRoute first, HotRoute second, Map<HotRoute, String> beans) {
		super("Hot routes %s and %s match the same requests".formatted(describe(first, beans), describe(second, beans)),
				"Remove one of them, or change its path or method.");
		this.first = first;
		this.second = second;
	}

	private static String describe(HotRoute route, Map<HotRoute, String> beans) {
		String bean = beans.get(route);
		return "'" + route + "' " + ((bean != null) ? "of bean '" + bean + "', " : "") + "made by " + route.place();
	}

	/**
	 * Says the same with the names of beans.
	 * @param beans the names of routes that are beans
	 * @return an exception to throw in place of this one
	 */
	public EqualHotRoutesException naming(Map<HotRoute, String> beans) {
		return new EqualHotRoutesException(this.first, this.second, beans);
	}

}
