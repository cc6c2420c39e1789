package io.bytering.random;

import io.bytering.BroadcastRing;
import io.bytering.ByteRing;
import io.bytering.Drainer;
import io.bytering.Filler;
import io.bytering.RingReader;
import io.bytering.RingStatistics;
import io.bytering.RingWriter;
import io.bytering.Waiter;
import io.bytering.blocking.BlockingReader;
import io.bytering.blocking.BlockingWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.channels.Channel;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.ScatteringByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All that users can call: the methods of each class in the committed dump of the API, and of what these hand out. */
final class PublicCalls {
    private static final Pattern CLASS = Pattern.compile("^public (?:.* )?class (\\S+)");

    /** Implemented by users, called by the rings. */
    private static final Set<Class<?>> CALLBACKS = Set.of(Waiter.class, Filler.class, Drainer.class);

    /** In an order that is the same in each JVM. */
    static final List<Method> ALL = all();

    private static final Set<String> NAMES_FOR_ANY_THREAD = Set.of(
            "close",
            "isClosed",
            "isEnded",
            "isAbandoned",
            "isExhausted",
            "isLossy",
            "failure",
            "closeCause",
            "capacity",
            "maxClaim",
            "readableBytes",
            "writableBytes",
            "canClaim",
            "signals",
            "missedBytes",
            "overruns",
            "underruns",
            "statistics",
            "disarm",
            "onAbandoned",
            "subscribe",
            "subscribeLossy",
            "available",
            "isOpen",
            "stopWaiting");

    /** Those that any thread may make at any time. */
    static final List<Method> FOR_ANY_THREAD = ALL.stream()
            .filter(method -> method.getDeclaringClass() == RingStatistics.class
                    || NAMES_FOR_ANY_THREAD.contains(method.getName()) && isOfRings(method.getDeclaringClass()))
            .collect(Collectors.toUnmodifiableList());

    private PublicCalls() {}

    /** The others belong to one thread, or are no business of a ring's. */
    private static boolean isOfRings(Class<?> type) {
        return Set.of(ByteRing.class, BroadcastRing.class, RingWriter.class, RingReader.class, BlockingWriter.class)
                        .contains(type)
                || Set.of(BlockingReader.class, InputStream.class, OutputStream.class, Channel.class)
                        .contains(type);
    }

    private static List<Method> all() {
        List<Method> all = new ArrayList<>();
        for (Class<?> type : classes()) {
            if (!CALLBACKS.contains(type) && !type.isEnum() && !Throwable.class.isAssignableFrom(type)) {
                Stream.of(type.getDeclaredMethods())
                        .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                        .forEach(all::add);
            }
        }
        for (Class<?> type : List.of(
                InputStream.class, OutputStream.class, ScatteringByteChannel.class, GatheringByteChannel.class)) {
            Stream.of(type.getMethods())
                    .filter(method -> method.getDeclaringClass() != Object.class
                            && !Modifier.isStatic(method.getModifiers())
                            && !method.isSynthetic())
                    .forEach(all::add);
        }
        all.sort(Comparator.comparing(Method::toString));
        return List.copyOf(all);
    }

    private static List<Class<?>> classes() {
        List<Class<?>> classes = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(Path.of("api", "bytering-core.api"))) {
                Matcher matcher = CLASS.matcher(line);
                if (matcher.find()) {
                    classes.add(Class.forName(matcher.group(1).replace('/', '.')));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
        return classes;
    }
}
