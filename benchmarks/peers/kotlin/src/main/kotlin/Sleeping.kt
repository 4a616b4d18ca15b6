import java.lang.management.ManagementFactory
import kotlinx.coroutines.DelicateCoroutinesApi
import kotlinx.coroutines.GlobalScope
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch

private const val SLEEP_MILLIS = 10_000L

/** Nanoseconds beyond the sleep, the spawning included. */
suspend fun timeOver(tasks: Int): Long = coroutineScope {
    val begin = System.nanoTime()
    val countdown = Countdown(tasks)
    repeat(tasks) {
        launch {
            delay(SLEEP_MILLIS)
            countdown.count()
        }
    }
    countdown.await()
    System.nanoTime() - begin - SLEEP_MILLIS * 1_000_000
}

/** Bytes of live heap more than before, once all coroutines sleep. */
@OptIn(DelicateCoroutinesApi::class) // they sleep until the process ends
suspend fun heap(tasks: Int): Long {
    val before = live()
    val countdown = Countdown(tasks)
    repeat(tasks) {
        GlobalScope.launch {
            countdown.count()
            delay(3_600_000)
        }
    }
    countdown.await()
    delay(200)
    return live() - before
}

private fun live(): Long {
    repeat(3) { System.gc() }
    return ManagementFactory.getMemoryMXBean().heapMemoryUsage.used
}
