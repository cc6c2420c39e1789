package io.bytering.blocking.contract;

import io.bytering.blocking.Rig;

/** Promises are kept by a ring that is new for each test. */
interface RigContract {
    Rig rig();
}
