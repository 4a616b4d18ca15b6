/**
 * What the compiler says about async code, found on javac's trees. {@link dev.kyoto.compiler.lint.Linter} walks them once;
 * each {@link dev.kyoto.compiler.lint.Rule} is one class.
 */
@NullMarked
package dev.kyoto.compiler.lint;

import org.jspecify.annotations.NullMarked;
