package io.bytering.blocking;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Uses {@code java.time}: on Android this method needs API 26, or core library desugaring below that. The form with {@link
 * java.util.concurrent.TimeUnit} beside it works everywhere. The build's API check passes over what is marked so.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
@interface RequiresJavaTime {}
