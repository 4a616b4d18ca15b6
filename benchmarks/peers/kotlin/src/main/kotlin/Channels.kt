import java.util.concurrent.ArrayBlockingQueue
import kotlin.concurrent.thread
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.async
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.selects.select

suspend fun pingPong(pairs: Int) = coroutineScope {
    val countdown = Countdown(pairs)
    repeat(pairs) {
        launch {
            val ping = CompletableDeferred<Unit>()
            val pong = CompletableDeferred<Unit>()
            launch {
                ping.await()
                pong.complete(Unit)
            }
            ping.complete(Unit)
            pong.await()
            countdown.count()
        }
    }
    countdown.await()
}

/** Numbers up to 127: their boxes are cached. */
suspend fun mpsc(producers: Int, messages: Int) = coroutineScope {
    val channel = Channel<Long>(1_000)
    repeat(producers) {
        launch { for (i in 0 until messages / producers) channel.send((i and 127).toLong()) }
    }
    val consumer = async {
        var sum = 0L
        repeat(messages) { sum += channel.receive() }
        sum
    }
    check(consumer.await() > 0)
}

suspend fun selecting(messages: Int) {
    val evens = Channel<Long>(16)
    val odds = Channel<Long>(16)
    var sum = 0L
    var expected = 0L
    for (i in 0 until messages) {
        val message = (i and 127).toLong()
        check((if (i and 1 == 0) evens else odds).trySend(message).isSuccess)
        expected += message
        sum += select<Long> {
            evens.onReceive { it }
            odds.onReceive { it }
        }
    }
    check(sum == expected)
}

/** Nanoseconds from a thread's completion to the coroutine that goes on, each after two milliseconds of sleep. */
suspend fun wake(samples: Int): String {
    val requests = ArrayBlockingQueue<CompletableDeferred<Long>>(1)
    val thread = thread {
        repeat(samples) {
            val request = requests.take()
            Thread.sleep(2)
            request.complete(System.nanoTime())
        }
    }
    val nanos = ArrayList<Long>(samples)
    repeat(samples) {
        val request = CompletableDeferred<Long>()
        requests.add(request)
        val sent = request.await()
        nanos.add(System.nanoTime() - sent)
    }
    thread.join()
    return nanos.joinToString(",")
}
