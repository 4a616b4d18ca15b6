package dev.kyoto.benchmarks.driver;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * One column of a table: a program that knows the workloads.
 *
 * @param name how the filters call it
 * @param title how the tables call it
 * @param command what starts it; the workload is appended
 * @param warmUpSeconds how long it runs before it is measured
 * @param without the workloads that it has not, with the reason in its program
 * @param only the kinds of workloads that it has
 */
record Side(
        String name,
        String title,
        List<String> command,
        double warmUpSeconds,
        Set<String> without,
        Set<Workload.Kind> only) {

    boolean has(Workload workload) {
        return only.contains(workload.kind()) && !without.contains(workload.name());
    }

    Side without(Workload.Kind kind) {
        var kinds = EnumSet.copyOf(only);
        kinds.remove(kind);
        return new Side(name, title, command, warmUpSeconds, without, kinds);
    }

    List<String> command(Workload workload) {
        var whole = new ArrayList<>(command);
        whole.add(workload.argument());
        return whole;
    }

    /** The flavours that run tasks on one thread are compared with each other, all the rest with each other. */
    boolean isCurrentThread() {
        return name.endsWith("-current");
    }
}
