@file:JvmSynthetic

package io.bytering.coroutines

import kotlin.jvm.JvmSynthetic

/**
 * Takes every step, whatever another one throws, so that no end remains half done. Then throws what
 * the first failing one threw, with the others suppressed.
 */
internal fun allOf(vararg steps: () -> Unit) {
    var failure: Throwable? = null
    for (step in steps) {
        try {
            step()
        } catch (e: Throwable) {
            val first = failure
            if (first == null) failure = e else if (first !== e) first.addSuppressed(e)
        }
    }
    failure?.let { throw it }
}
