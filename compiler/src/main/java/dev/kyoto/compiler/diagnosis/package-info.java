/** What the compiler can say about a program. */
@NullMarked
package dev.kyoto.compiler.diagnosis;

import org.jspecify.annotations.NullMarked;
