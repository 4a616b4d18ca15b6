/** Log lines that say for whom they were written: {@link dev.kyoto.slf4j.MdcContext}. */
@NullMarked
package dev.kyoto.slf4j;

import org.jspecify.annotations.NullMarked;
