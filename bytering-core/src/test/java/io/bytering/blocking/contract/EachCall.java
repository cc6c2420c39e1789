package io.bytering.blocking.contract;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** A promise that every {@link ReaderCall} keeps, or every {@link WriterCall}: those of the bridges in suites {@link WithBridges}. */
@ParameterizedTest
@ArgumentsSource(EachCall.Calls.class)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface EachCall {
    /** The calls of the type that the test takes. */
    final class Calls implements ArgumentsProvider {
        @Override
        public Stream<Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
            boolean bridges = WithBridges.class.isAssignableFrom(context.getRequiredTestClass());
            Class<?> type = parameters.get(0).orElseThrow().getParameterType();
            return type == ReaderCall.class
                    ? Arrays.stream(ReaderCall.values())
                            .filter(call -> bridges || !call.isBridge())
                            .map(Arguments::of)
                    : Arrays.stream(WriterCall.values())
                            .filter(call -> bridges || !call.isBridge())
                            .map(Arguments::of);
        }
    }
}
