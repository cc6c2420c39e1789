package io.bytering.flow;

import java.util.concurrent.ForkJoinPool;

/** Signals come on threads of a pool. */
public class PublisherOnPoolRules extends PublisherRules {
    public PublisherOnPoolRules() {
        super(ForkJoinPool.commonPool());
    }
}
