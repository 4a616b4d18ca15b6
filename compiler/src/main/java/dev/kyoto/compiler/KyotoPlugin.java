package dev.kyoto.compiler;

import com.sun.source.util.JavacTask;
import com.sun.source.util.Plugin;

/** The way in for javac, which finds this class as a service and starts it without being told to. */
public final class KyotoPlugin implements Plugin {
    @Override
    public String getName() {
        return "Kyoto";
    }

    @Override
    public boolean autoStart() {
        return true;
    }

    @Override
    public void init(JavacTask task, String... args) {
        task.addTaskListener(new Compilation(task));
    }
}
