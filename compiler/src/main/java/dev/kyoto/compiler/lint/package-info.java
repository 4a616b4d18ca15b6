/**
 * What the compiler says about async code, found on javac's trees. {@link dev.kyoto.compiler.lint.Linter} walks them once;
 * each {@link dev.kyoto.compiler.lint.Rule} is one class.
 *
 * <p>What is asked of every tree goes by way of {@code Objects.equals} and {@code String.valueOf}: a call of {@code equals} or
 * {@code toString} through an interface that repeats it, as javac's do, HotSpot's interpreter resolves anew each time.
 */
@NullMarked
package dev.kyoto.compiler.lint;

import org.jspecify.annotations.NullMarked;
