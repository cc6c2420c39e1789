package io.bytering.blocking;

/** Promises are kept by a ring that is new for each test. */
interface RigContract {
    Rig rig();
}
