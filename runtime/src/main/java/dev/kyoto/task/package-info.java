/** Tasks: futures that run on their own, and the handles by which others wait for them or end them. */
@NullMarked
package dev.kyoto.task;

import org.jspecify.annotations.NullMarked;
