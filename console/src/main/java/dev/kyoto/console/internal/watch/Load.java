package dev.kyoto.console.internal.watch;

/**
 * What was told of the watched tasks, counted by everybody who tells. A snapshot of sums.
 *
 * @param spawns tasks that were added
 * @param polls polls that were told
 * @param refused tasks that found no place
 */
record Load(long spawns, long polls, long refused) {}
