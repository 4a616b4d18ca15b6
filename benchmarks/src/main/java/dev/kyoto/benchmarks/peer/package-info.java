/** The workloads on Kyoto, as a user would write them, as one side of the comparison with its peers. */
@NullMarked
package dev.kyoto.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
