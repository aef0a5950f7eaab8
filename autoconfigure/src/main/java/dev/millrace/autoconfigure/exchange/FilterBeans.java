package dev.millrace.autoconfigure.exchange;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import dev.millrace.exchange.ExchangeFilter;
import dev.millrace.exchange.FilterOrder;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Finds the filters and sorts them by their order. A filter without an order stands among
 * those of the application and not at the end, as is usual in Spring: behind the hot
 * routes it would see only requests that they pass on.
 */
final class FilterBeans {

	private FilterBeans() {
	}

	static List<ExchangeFilter> find(ListableBeanFactory beans) {
		List<Place> places = new ArrayList<>();
		beans.getBeansOfType(ExchangeFilter.class)
			.forEach((name, filter) -> places.add(new Place(filter, order(beans, name, filter))));
		places.sort(Comparator.comparingInt(Place::order));
		return places.stream().map(Place::filter).toList();
	}

	private static int order(ListableBeanFactory beans, String name, ExchangeFilter filter) {
		if (filter instanceof Ordered ordered) {
			return ordered.getOrder();
		}
		Order order = beans.findAnnotationOnBean(name, Order.class);
		return (order != null) ? order.value() : FilterOrder.APPLICATION;
	}

	private record Place(ExchangeFilter filter, int order) {
	}

}
