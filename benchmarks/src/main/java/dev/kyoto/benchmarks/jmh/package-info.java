/**
 * Single operations, measured by JMH: {@code ./kyoto bench --jmh}. With {@code -prof gc} JMH also says how many bytes each
 * allocates.
 */
@NullMarked
package dev.kyoto.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
