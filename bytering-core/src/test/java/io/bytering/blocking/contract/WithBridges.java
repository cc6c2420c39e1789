package io.bytering.blocking.contract;

/** A suite in which streams and channels keep the promises too: they wait as what is below them does, so one will do. */
interface WithBridges {}
