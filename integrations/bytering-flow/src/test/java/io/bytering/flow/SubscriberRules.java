package io.bytering.flow;

import io.bytering.ByteRing;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import java.util.concurrent.ForkJoinPool;
import org.reactivestreams.tck.SubscriberWhiteboxVerification.SubscriberPuppet;
import org.reactivestreams.tck.SubscriberWhiteboxVerification.WhiteboxSubscriberProbe;
import org.reactivestreams.tck.flow.FlowSubscriberBlackboxVerification;
import org.reactivestreams.tck.flow.FlowSubscriberWhiteboxVerification;

/** The rules of Reactive Streams for subscribers. Run by {@link RulesTest}. */
final class SubscriberRules {
    private SubscriberRules() {}

    private static RingSubscriber<ByteBuffer> subscriber() {
        return RingSubscriber.of(ByteRing.ofCapacity(64 * 1024).writer(), ForkJoinPool.commonPool());
    }

    /** From outside. */
    public static class FromOutside extends FlowSubscriberBlackboxVerification<ByteBuffer> {
        public FromOutside() {
            super(RulesTest.environment());
        }

        @Override
        public RingSubscriber<ByteBuffer> createFlowSubscriber() {
            return subscriber();
        }

        @Override
        public ByteBuffer createElement(int element) {
            return ByteBuffer.wrap(new byte[] {(byte) element});
        }
    }

    /** With a look at the signals that it gets. */
    public static class FromInside extends FlowSubscriberWhiteboxVerification<ByteBuffer> {
        public FromInside() {
            super(RulesTest.environment());
        }

        @Override
        protected Flow.Subscriber<ByteBuffer> createFlowSubscriber(WhiteboxSubscriberProbe<ByteBuffer> probe) {
            return new Watched(subscriber(), probe);
        }

        @Override
        public ByteBuffer createElement(int element) {
            return ByteBuffer.wrap(new byte[] {(byte) element});
        }
    }

    /** Tells the probe of each signal. The puppet asks for more than the subscriber does by itself; there is room. */
    private static final class Watched implements Flow.Subscriber<ByteBuffer> {
        private final RingSubscriber<ByteBuffer> subscriber;
        private final WhiteboxSubscriberProbe<ByteBuffer> probe;
        private boolean subscribed;

        Watched(RingSubscriber<ByteBuffer> subscriber, WhiteboxSubscriberProbe<ByteBuffer> probe) {
            this.subscriber = subscriber;
            this.probe = probe;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscriber.onSubscribe(subscription);
            if (subscribed) {
                return;
            }
            subscribed = true;
            probe.registerOnSubscribe(new SubscriberPuppet() {
                @Override
                public void triggerRequest(long elements) {
                    subscription.request(elements);
                }

                @Override
                public void signalCancel() {
                    subscription.cancel();
                }
            });
        }

        @Override
        public void onNext(ByteBuffer element) {
            subscriber.onNext(element);
            probe.registerOnNext(element);
        }

        @Override
        public void onError(Throwable cause) {
            subscriber.onError(cause);
            probe.registerOnError(cause);
        }

        @Override
        public void onComplete() {
            subscriber.onComplete();
            probe.registerOnComplete();
        }
    }
}
