package dev.kyoto.micrometer;

import static dev.kyoto.Kyoto.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.Runtime;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The meters as Prometheus reads them. */
class PrometheusTest {
    @Test
    void textHasTheNamesAndLabelsThatPrometheusExpects() throws Exception {
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        try (Runtime runtime = Runtime.builder()
                        .name("main")
                        .currentThread()
                        .pollTimes()
                        .build();
                var metrics = new KyotoMetrics(runtime)) {
            runtime.blockOn(yieldNow());
            metrics.bindTo(registry);

            String text = registry.scrape();

            List<String> lines = text.lines().toList();
            assertTrue(lines.contains("# TYPE kyoto_worker_polls_total counter"), text);
            assertTrue(
                    lines.contains("kyoto_worker_polls_total{runtime=\"main\",worker=\"0\"} "
                            + (double) runtime.metrics().polls()),
                    text);
            assertTrue(lines.contains("kyoto_tasks_live_tasks{runtime=\"main\"} 0.0"), text);
            assertTrue(text.contains("\nkyoto_worker_busy_seconds_total{"), text);
            assertTrue(text.contains("\nkyoto_worker_blocked_seconds_count{"), text);
            assertTrue(
                    lines.contains("kyoto_poll_time_seconds_bucket_polls_total{le=\"+Inf\",runtime=\"main\"} "
                            + (double) runtime.metrics().polls()),
                    text);
            assertTrue(text.contains("le=\"0.001048576\""), text);

            metrics.close();

            assertFalse(registry.scrape().contains("kyoto"), registry::scrape);
            assertEquals(List.of(), registry.getMeters());
        }
    }
}
