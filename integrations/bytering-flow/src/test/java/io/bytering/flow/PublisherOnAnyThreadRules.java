package io.bytering.flow;

/** Signals come inside the calls that write, request and cancel. */
public class PublisherOnAnyThreadRules extends PublisherRules {
    public PublisherOnAnyThreadRules() {
        super(Runnable::run);
    }
}
