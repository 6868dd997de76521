package dev.centrifuge.tools.bench.cost.measure;

/** A page of metrics in Prometheus' text format. */
public record Scrape(String page) {

    /** The sum over all series of a metric; NaN where it has none. */
    public double sum(String metric) {
        double sum = Double.NaN;
        for (String line : page.split("\n", -1)) {
            boolean of = line.startsWith(metric)
                    && line.length() > metric.length()
                    && (line.charAt(metric.length()) == ' ' || line.charAt(metric.length()) == '{');
            if (of) {
                double value = Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
                sum = Double.isNaN(sum) ? value : sum + value;
            }
        }
        return sum;
    }

    /** The same as a whole number; 0 where there is none. */
    public long count(String metric) {
        double sum = sum(metric);
        return Double.isNaN(sum) ? 0 : Math.round(sum);
    }
}
