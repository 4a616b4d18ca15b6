/** Runs the workloads of all sides in turns, measures them, and writes the tables: see {@link dev.kyoto.benchmarks.driver.Bench}. */
@NullMarked
package dev.kyoto.benchmarks.driver;

import org.jspecify.annotations.NullMarked;
