package dev.kyoto.compiler;

import com.sun.source.util.JavacTask;
import com.sun.source.util.Plugin;
import java.util.Locale;

/**
 * The way in for javac, which finds this class as a service and starts it without being told to.
 *
 * <p>It takes no arguments. The tests of the ways to the class files give one, {@code -Xplugin:Kyoto writer}: the only way
 * that may be tried, {@code writer}, {@code filer} or {@code none}.
 */
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
        Compilation.Ways ways =
                args.length == 0 ? Compilation.Ways.ALL : Compilation.Ways.valueOf(args[0].toUpperCase(Locale.ROOT));
        task.addTaskListener(new Compilation(task, ways));
    }
}
