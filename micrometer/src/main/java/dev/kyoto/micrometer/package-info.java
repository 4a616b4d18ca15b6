/** What a runtime counts, as meters: {@link dev.kyoto.micrometer.KyotoMetrics}. */
@NullMarked
package dev.kyoto.micrometer;

import org.jspecify.annotations.NullMarked;
