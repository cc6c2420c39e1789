package io.bytering.storage;

/**
 * Whether {@link MirroredMemory} lies on huge pages, of 2 MiB: the processor then needs fewer entries of its address cache
 * for a large ring. Only Linux has them here, and only those that its administrator has set aside ({@code sysctl
 * vm.nr_hugepages=32}). All that a ring takes are taken when it is made, and its capacity is a multiple of 2 MiB.
 */
public enum HugePages {
    /** The system's ordinary pages. */
    NONE,

    /** Huge pages if enough of them are free, else ordinary ones; {@link MirroredMemory#pageSize} tells. */
    PREFERRED,

    /** Huge pages, or an error that tells why there are none. */
    REQUIRED
}
