package dev.millrace.actuate;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * Does something when a signal of the operating system arrives, until it is closed. The
 * JDK's own class for this is not part of the platform API, so it is looked up at run
 * time.
 */
public final class SystemSignal implements AutoCloseable {

	private static final String PACKAGE = "sun.misc.";

	private final Object signal;

	private final Object former;

	private SystemSignal(Object signal, Object former) {
		this.signal = signal;
		this.former = former;
	}

	/**
	 * Takes a signal over.
	 * @param name the name of the signal without {@code SIG}, such as {@code USR1}
	 * @param action what to do when it arrives, on a thread of its own
	 * @return what gives the signal back when it is closed
	 * @throws IllegalArgumentException if the system does not have the signal or the JVM
	 * uses it itself
	 */
	@SuppressWarnings("ReferenceEquality") // the identity of a handler is what it equals
	public static SystemSignal handle(String name, Runnable action) {
		try {
			Class<?> handlerType = Class.forName(PACKAGE + "SignalHandler");
			Object signal = Class.forName(PACKAGE + "Signal").getConstructor(String.class).newInstance(name);
			Object handler = Proxy.newProxyInstance(SystemSignal.class.getClassLoader(), new Class<?>[] { handlerType },
					(proxy, method, arguments) -> switch (method.getName()) {
						case "hashCode" -> System.identityHashCode(proxy);
						case "equals" -> proxy == arguments[0];
						case "toString" -> "handler of " + name;
						default -> {
							action.run();
							yield null;
						}
					});
			return new SystemSignal(signal, exchange(signal, handler));
		}
		catch (InvocationTargetException ex) {
			throw new IllegalArgumentException("cannot be handled: " + ex.getTargetException().getMessage(), ex);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalArgumentException("cannot be handled: this JVM has no signals", ex);
		}
	}

	private static Object exchange(Object signal, Object handler) throws ReflectiveOperationException {
		Class<?> handlerType = Class.forName(PACKAGE + "SignalHandler");
		Method handle = signal.getClass().getMethod("handle", signal.getClass(), handlerType);
		return handle.invoke(null, signal, handler);
	}

	@Override
	public void close() {
		try {
			exchange(this.signal, this.former);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
