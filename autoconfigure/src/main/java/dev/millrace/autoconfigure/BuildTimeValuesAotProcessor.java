package dev.millrace.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.generate.GeneratedMethod;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotContribution;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.javapoet.CodeBlock;

/**
 * Makes an AOT-processed application compare its {@link BuildTimeValues} at each start.
 */
final class BuildTimeValuesAotProcessor implements BeanFactoryInitializationAotProcessor {

	@Override
	public @Nullable BeanFactoryInitializationAotContribution processAheadOfTime(
			ConfigurableListableBeanFactory beanFactory) {
		// The context of the management port has the properties of its parent.
		if (beanFactory.getParentBeanFactory() != null) {
			return null;
		}
		CodeBlock built = BuildTimeValues.values(beanFactory.getBean(ConfigurableEnvironment.class))
			.stream()
			.map((value) -> CodeBlock.of("$S", value))
			.collect(CodeBlock.joining(", "));
		return (generationContext, code) -> {
			GeneratedMethod method = code.getMethods()
				.add("compareMillraceProperties",
						(compare) -> compare.addParameter(ConfigurableEnvironment.class, "environment")
							.addStatement("$T.compare(environment, $L)", BuildTimeValues.class, built));
			code.addInitializer(method.toMethodReference());
		};
	}

}
