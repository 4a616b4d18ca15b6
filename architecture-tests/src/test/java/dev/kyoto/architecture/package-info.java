/** The rules that keep dependencies running one way, downwards, checked on the class files of every module. */
@NullMarked
package dev.kyoto.architecture;

import org.jspecify.annotations.NullMarked;
