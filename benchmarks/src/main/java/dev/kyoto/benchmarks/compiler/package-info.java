/** What the Kyoto compiler adds to a run of javac. */
@NullMarked
package dev.kyoto.benchmarks.compiler;

import org.jspecify.annotations.NullMarked;
