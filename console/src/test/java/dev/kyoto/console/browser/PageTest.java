package dev.kyoto.console.browser;

import static dev.kyoto.Kyoto.async;
import static dev.kyoto.Kyoto.join;
import static dev.kyoto.Kyoto.select;
import static dev.kyoto.Kyoto.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kyoto.Runtime;
import dev.kyoto.console.Console;
import dev.kyoto.console.ConsoleOptions;
import dev.kyoto.console.internal.warn.Trouble;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.sync.Mutex;
import dev.kyoto.task.JoinHandle;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page, in a browser, of programs as they are. Its pictures are kept in {@code target/screenshots}. */
class PageTest {
    private static final Path PICTURES = Path.of("target", "screenshots");
    private static final ConsoleOptions ANY_PORT = ConsoleOptions.DEFAULT.withPort(0);
    private static final Duration LONG = Duration.ofHours(1);

    private static Browser browser;

    private Runtime runtime;
    private Console console;

    @BeforeAll
    static void startBrowser() throws Exception {
        Path program = Browser.find();
        assumeTrue(program != null, "There is no Chromium on the PATH, so the page was not looked at.");
        browser = Browser.start(program);
    }

    @AfterAll
    static void endBrowser() throws Exception {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void open() throws Exception {
        runtime = Runtime.builder()
                .name("shown")
                .workers(2)
                .onBlockedWorker(news -> {})
                .build();
        console = Console.attach(runtime, ANY_PORT);
        browser.resize(1440, 900);
        browser.prefer("light");
        browser.open(console.address());
        browser.evaluate("localStorage.clear()");
    }

    @AfterEach
    void close() {
        console.close();
        runtime.close();
    }

    @Test
    void taskIsInTheTableWithItsStateAndItsLine() throws Exception {
        runtime.spawn("sleeper", async(() -> sleep(LONG).await()));

        browser.awaitTrue(row("sleeper", "includes('Idle')"));

        browser.awaitTrue("document.querySelector('#status').textContent === 'Live'");
        assertTrue(browser.textOf(".rows").contains("PageTest.java:"), browser.textOf(".rows"));
    }

    @Test
    void nameOfATaskIsTextWhateverItIs() throws Exception {
        String hostile =
                "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>&lt;b&gt;";
        JoinHandle<Void> task = runtime.spawn(hostile, async(() -> sleep(LONG).await()));

        browser.awaitTrue("document.querySelector('.rows').textContent.includes('<script>')");
        browser.open(console.address().resolve("#/task/" + task.id()));
        browser.awaitTrue("document.querySelector('.name')?.textContent.includes('&lt;b&gt;')");

        assertEquals("0", browser.evaluate("document.querySelectorAll('main img, main script, main b').length"));
        assertFalse(browser.evaluate("document.title").contains("owned"));
    }

    @Test
    void pageAsksNobodyElseAndBreaksNoPolicy() throws Exception {
        browser.open(console.address());
        browser.awaitTrue("document.querySelector('#status').textContent === 'Live'");

        String others =
                "performance.getEntriesByType('resource').filter(({name}) => !name.startsWith(location.origin)).length";
        assertEquals("0", browser.evaluate(others));
        browser.evaluate(
                "(window.broken = 0, document.addEventListener('securitypolicyviolation', () => window.broken++))");
        browser.evaluate(
                "document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.ran = 1'}))");
        assertEquals("undefined", browser.evaluate("window.ran"));
    }

    @Test
    void hundredThousandRowsAreScrolledThroughAFew() throws Exception {
        for (int i = 0; i < 99_990; i++) {
            runtime.spawn(i % 1000 == 0 ? "task of a thousand" : "task", new Endless());
        }
        browser.awaitTrue("Number(document.querySelector('.tasks').getAttribute('aria-rowcount')) > 10000");
        assertTrue(Integer.parseInt(browser.evaluate("document.querySelectorAll('.rows .row').length")) < 100);

        browser.evaluate("document.querySelector('.scroller').focus()");
        // Meanwhile there are more and more rows, since ever more of the tasks are watched.
        browser.pressUntil(
                "G",
                "[...document.querySelectorAll('.rows .row')].some((row) =>"
                        + " row.getAttribute('aria-rowindex') === document.querySelector('.tasks').getAttribute('aria-rowcount'))");
        browser.screenshot(PICTURES.resolve("many-tasks.png"));
        browser.evaluate("(document.querySelector('input[type=search]').value = 'thousand',"
                + " document.querySelector('input[type=search]').dispatchEvent(new Event('input')))");
        browser.awaitTrue(
                "[...document.querySelectorAll('.rows .row')].every((row) => row.textContent.includes('thousand'))"
                        + " && document.querySelector('.rows .row') !== null");
    }

    @Test
    void everythingIsReachedByKeys() throws Exception {
        JoinHandle<Void> first = runtime.spawn("first", async(() -> sleep(LONG).await()));
        browser.awaitTrue(row("first", "length > 0"));
        runtime.spawn("second", async(() -> sleep(LONG).await()));
        browser.awaitTrue(row("second", "length > 0"));

        browser.press("j");
        browser.awaitTrue("document.querySelector('[aria-selected=true]')?.textContent.includes('first')");
        browser.press("j");
        browser.awaitTrue("document.querySelector('[aria-selected=true]')?.textContent.includes('second')");
        browser.press("k");
        browser.press("Enter");
        browser.awaitTrue("location.hash === '#/task/" + first.id() + "'");
        browser.press("Escape");
        browser.awaitTrue("location.hash === '#/tasks'");
        for (String view : new String[] {"r resources", "w workers", "c cancellations", "! warnings", "t tasks"}) {
            browser.press(view.substring(0, 1));
            browser.awaitTrue("location.hash === '#/" + view.substring(2) + "'");
            browser.awaitTrue(
                    "document.querySelector('#tabs [aria-current]').dataset.view === '" + view.substring(2) + "'");
        }
        browser.press("?");
        browser.awaitTrue("document.querySelector('#keys').open");
        browser.screenshot(PICTURES.resolve("keys.png"));
        browser.evaluate("document.querySelector('#keys').close()");
        browser.press("/");
        browser.awaitTrue("document.activeElement.type === 'search'");
    }

    @Test
    void pausedPageKeepsWhatItShows() throws Exception {
        JoinHandle<Void> task = runtime.spawn("kept", async(() -> sleep(LONG).await()));
        browser.awaitTrue(row("kept", "length > 0"));

        // From now on what the page asks is held up, until it is let go; beyond the page's patience if need be.
        browser.evaluate("(window.held = [], window.answered = 0, window.ask = window.fetch, window.fetch = (asked) =>"
                + " new Promise((go) => held.push(() => ask(asked).then(async (answer) => {"
                + " const text = await answer.text(); answered++; go(new Response(text)); }))))");
        browser.awaitTrue("held.length === 1");
        browser.press(" ");
        browser.awaitTrue("document.querySelector('#status').textContent === 'Paused'");
        task.abort();
        while (!task.isFinished()) {
            Thread.onSpinWait();
        }
        browser.evaluate("held[0]()");
        browser.awaitTrue("answered === 1");
        Thread.sleep(2_500); // longer than it asks when it is not paused

        assertEquals("true", browser.evaluate(row("kept", "length > 0")));
        assertEquals("1", browser.evaluate("held.length"));
        browser.evaluate("window.fetch = window.ask");
        browser.press(" ");
        browser.awaitTrue("!document.querySelector('.rows').textContent.includes('kept')");
    }

    @Test
    void pageOfAProgramThatIsStartedAnewSaysSo() throws Exception {
        console.close();
        console = attachWhereNobodyElseWill();
        int port = console.address().getPort();
        browser.open(console.address());
        browser.awaitTrue("document.querySelector('#status').textContent === 'Live'");

        console.close();
        browser.awaitTrue("document.querySelector('#status').classList.contains('lost')");
        browser.screenshot(PICTURES.resolve("lost.png"));
        console = Console.attach(runtime, ConsoleOptions.DEFAULT.withPort(port));

        browser.awaitTrue("document.querySelector('#notice').textContent.includes('started anew')");
        browser.awaitTrue("document.querySelector('#status').textContent === 'Live'");
    }

    /** At a port that the system gives to nobody by itself, so that it is still free when the next console wants it. */
    private Console attachWhereNobodyElseWill() throws IOException {
        int port = 20_000 + (int) (ProcessHandle.current().pid() % 10_000);
        while (true) {
            try {
                return Console.attach(runtime, ConsoleOptions.DEFAULT.withPort(port));
            } catch (BindException taken) {
                port++;
            }
        }
    }

    @Test
    void taskIsShownWithWhatItWaitsForBranchByBranch() throws Exception {
        Mutex mutex = new Mutex();
        JoinHandle<Void> holder = runtime.spawn("holder", async(() -> {
            try (var guard = mutex.lock().await()) {
                sleep(LONG).await();
            }
        }));
        browser.awaitTrue(row("holder", "includes('Idle')"));
        JoinHandle<Void> task =
                runtime.spawn("deep", async(() -> level(mutex, 6).await()));

        browser.open(console.address().resolve("#/task/" + task.id()));
        browser.awaitTrue("document.querySelector('.tree')?.textContent.includes('held by task " + holder.id() + "')");

        browser.awaitTrue(
                "[...document.querySelectorAll('.tree .where')].filter((line) => line.textContent.includes('PageTest.java:')).length === 9");
        pictures("task");
        browser.open(console.address().resolve("#/resources"));
        browser.awaitTrue("document.querySelector('.resources tbody')?.textContent.includes('Mutex')");
        pictures("resources");
    }

    private static Future<Void> level(Mutex mutex, int more) {
        return async(() -> {
            if (more > 0) {
                level(mutex, more - 1).await();
            } else {
                join(select(locking(mutex), sleep(LONG)), sleep(LONG.plusMinutes(1)))
                        .await();
            }
        });
    }

    private static Future<Void> locking(Mutex mutex) {
        return async(() -> {
            try (var guard = mutex.lock().await()) {
                sleep(LONG).await();
            }
        });
    }

    @Test
    void troublesAreSeenAtAGlance() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        Trouble.deadlock(runtime);
        Trouble.holdsALockUnpolled(runtime);
        Trouble.losesItsWaker(runtime);
        Trouble.healthy(runtime, () -> {});
        JoinHandle<Void> spinning = Trouble.wakesItself(runtime);
        try {
            browser.press("w");
            browser.awaitTrue("document.querySelector('table.workers tbody')?.children.length >= 2");
            pictures("workers");
            Trouble.neverYields(runtime, end);
            browser.press("!");
            for (String kind : new String[] {
                "deadlock", "unpolled_lock", "lost_waker", "never_yielded", "blocked_worker", "self_waking"
            }) {
                browser.awaitTrue("document.querySelector('.warning." + kind + "') !== null");
            }
            pictures("warnings");
            browser.press("t");
            browser.awaitTrue("document.querySelectorAll('.warned').length >= 5");
            browser.evaluate(
                    "[...document.querySelectorAll('.head button')].find((one) => one.textContent === 'Busy').click()");
            browser.awaitTrue("document.querySelector('.head .busy').getAttribute('aria-sort') === 'descending'");
            pictures("tasks");
            browser.press("c");
            browser.awaitTrue("document.querySelector('.cancellations') !== null");
            pictures("cancellations");
        } finally {
            spinning.abort();
            end.countDown();
        }
    }

    /** Dark and light, wide and narrow. */
    private static void pictures(String name) throws Exception {
        Thread.sleep(1_200); // for the next answer: nothing depends on it but how the pictures look
        for (String scheme : new String[] {"light", "dark"}) {
            browser.prefer(scheme);
            browser.resize(1440, 900);
            Thread.sleep(400);
            browser.screenshot(PICTURES.resolve(name + "-" + scheme + ".png"));
            browser.resize(420, 900);
            Thread.sleep(400);
            browser.screenshot(PICTURES.resolve(name + "-" + scheme + "-narrow.png"));
            browser.awaitTrue("window.innerWidth === 420 && document.documentElement.scrollWidth <= 420");
        }
        browser.resize(1440, 900);
        browser.prefer("light");
    }

    private static String row(String name, String what) {
        return "([...document.querySelectorAll('.rows .row')].find((row) => row.textContent.includes('" + name
                + "'))?.textContent ?? '')." + what;
    }

    /** Small, so that a hundred thousand of them are made in no time. */
    private static final class Endless implements Future<Void> {
        @Override
        public Poll<Void> poll(Context cx) {
            cx.waker();
            return Poll.pending();
        }
    }
}
