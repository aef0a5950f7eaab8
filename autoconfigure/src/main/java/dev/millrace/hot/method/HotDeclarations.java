package dev.millrace.hot.method;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * All declarations of a controller's method, which are all the places where Spring and
 * validators look for annotations: the class, its superclasses and interfaces, the method
 * and each one that it overrides or implements (bridges included), their parameters, and
 * the types of parameters and results with their type arguments.
 */
final class HotDeclarations {

	private final Set<Class<?>> types = new LinkedHashSet<>();

	private final List<Method> methods = new ArrayList<>();

	/**
	 * Collects the declarations.
	 * @param type the controller's class
	 * @param method the method
	 */
	HotDeclarations(Class<?> type, Method method) {
		addTypes(type);
		addTypes(method.getDeclaringClass());
		for (Class<?> declaring : this.types) {
			for (Method candidate : declaring.getDeclaredMethods()) {
				if (candidate.equals(method) || isOverridden(candidate, method)) {
					this.methods.add(candidate);
				}
			}
		}
	}

	private void addTypes(@Nullable Class<?> type) {
		if (type != null && type != Object.class && this.types.add(type)) {
			addTypes(type.getSuperclass());
			for (Class<?> implemented : type.getInterfaces()) {
				addTypes(implemented);
			}
		}
	}

	/**
	 * The parameters of a generic method that is overridden are those of the method, or
	 * supertypes. An overload that is taken for one more declaration does no harm: at
	 * most it refuses too much.
	 */
	private static boolean isOverridden(Method candidate, Method method) {
		Class<?>[] general = candidate.getParameterTypes();
		Class<?>[] special = method.getParameterTypes();
		if (!candidate.getName().equals(method.getName()) || general.length != special.length
				|| Modifier.isPrivate(candidate.getModifiers()) || Modifier.isStatic(candidate.getModifiers())) {
			return false;
		}
		for (int i = 0; i < general.length; i++) {
			if (!general[i].isAssignableFrom(special[i])) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Looks for an annotation that may not stand on a hot method.
	 * @return the annotation and where it stands, {@code null} if there is none
	 */
	@Nullable String refused() {
		for (Class<?> type : this.types) {
			String refused = first(type.getDeclaredAnnotations(), HotAnnotations::refused);
			if (refused != null) {
				return refused + " on " + type.getName();
			}
		}
		for (Method method : this.methods) {
			String refused = refused(method);
			if (refused != null) {
				return refused + method.getDeclaringClass().getName() + "." + method.getName();
			}
		}
		return null;
	}

	private static @Nullable String refused(Method method) {
		String refused = first(method.getDeclaredAnnotations(), HotAnnotations::refused);
		if (refused != null) {
			return refused + " on ";
		}
		refused = inside(method.getAnnotatedReturnType(), HotAnnotations::refused);
		if (refused != null) {
			return refused + " on the return type of ";
		}
		Annotation[][] parameters = method.getParameterAnnotations();
		AnnotatedType[] types = method.getAnnotatedParameterTypes();
		for (int i = 0; i < parameters.length; i++) {
			refused = first(parameters[i], HotAnnotations::refusedOnParameter);
			refused = (refused != null) ? refused : inside(types[i], HotAnnotations::refusedOnParameter);
			if (refused != null) {
				return refused + " on parameter " + (i + 1) + " of ";
			}
		}
		return null;
	}

	private static @Nullable String first(Annotation[] annotations,
			Function<Class<? extends Annotation>, @Nullable String> check) {
		for (Annotation annotation : annotations) {
			String refused = check.apply(annotation.annotationType());
			if (refused != null) {
				return refused;
			}
		}
		return null;
	}

	/** Looks at a type and its arguments, at any depth. */
	private static @Nullable String inside(@Nullable AnnotatedType type,
			Function<Class<? extends Annotation>, @Nullable String> check) {
		if (type == null) {
			return null;
		}
		String refused = first(type.getAnnotations(), check);
		if (refused != null) {
			return refused;
		}
		for (AnnotatedType part : parts(type)) {
			refused = inside(part, check);
			if (refused != null) {
				return refused;
			}
		}
		return null;
	}

	private static List<AnnotatedType> parts(AnnotatedType type) {
		if (type instanceof AnnotatedParameterizedType parameterized) {
			return List.of(parameterized.getAnnotatedActualTypeArguments());
		}
		if (type instanceof AnnotatedArrayType array) {
			return List.of(array.getAnnotatedGenericComponentType());
		}
		if (type instanceof AnnotatedWildcardType wildcard) {
			List<AnnotatedType> bounds = new ArrayList<>(List.of(wildcard.getAnnotatedUpperBounds()));
			bounds.addAll(List.of(wildcard.getAnnotatedLowerBounds()));
			return bounds;
		}
		return List.of();
	}

}
