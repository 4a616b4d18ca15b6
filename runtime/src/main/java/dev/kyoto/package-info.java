/**
 * The runtime and its one static import: {@code import static dev.kyoto.Kyoto.*} brings every method a program calls, those
 * of {@link dev.kyoto.futures.Futures} among them. Start reading at {@link dev.kyoto.Kyoto}, whose {@code run} is what a
 * {@code main} method consists of. A program that wants its own settings, or several runtimes, builds a
 * {@link dev.kyoto.Runtime}; what that has counted is in {@link dev.kyoto.RuntimeMetrics}.
 */
@NullMarked
package dev.kyoto;

import org.jspecify.annotations.NullMarked;
