/**
 * The runtime and its one static import: {@code import static dev.kyoto.Kyoto.*} brings every method a program calls. Start
 * reading at {@link dev.kyoto.Kyoto}; a program that wants its own settings builds a {@link dev.kyoto.Runtime}.
 */
@NullMarked
package dev.kyoto;

import org.jspecify.annotations.NullMarked;
