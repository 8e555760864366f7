package exo86.bench;

import exo86.bench.Results.Which;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A comparison as a picture: ratios to the baseline as bars on a logarithmic scale, a line at 1; bars that end left of it are faster. The last bar
 * of a guest is its geometric mean.
 */
public final class Plot {
    private static final int LEFT = 150, RIGHT = 70, TOP = 46, BOTTOM = 34, BAR = 14, GAP = 10, WIDTH = 900;
    private static final Color[] COLOURS = {new Color(0x2F6DB5), new Color(0xD08A2E), new Color(0x5B9A57), new Color(0x8D5BA8)};

    private record Bar(double ratio, Color colour) { }

    private record Group(String name, List<Bar> bars) { }

    private final List<Group> groups = new ArrayList<>();
    private final List<String> names;
    private final String title;
    private double least = 0.5;
    private double most = 2;

    private Plot(List<Comparison> comparisons) {
        names = comparisons.getFirst().compared();
        title = "time / " + comparisons.getFirst().baseline() + ", median, less is better";
        for (Comparison comparison : comparisons) {
            String guest = comparison.results().guest();
            for (String kernel : comparison.results().kernels()) {
                add(kernel, names.stream().map(name -> comparison.ratio(name, kernel, Which.LAST)).toList());
            }
            add(guest + ": geomean", names.stream().map(name -> comparison.geometricMean(name, Which.LAST)).toList());
            add(guest + ": process", names.stream().map(comparison::wallRatio).toList());
        }
    }

    private void add(String name, List<Double> ratios) {
        List<Bar> bars = new ArrayList<>();
        for (int i = 0; i < ratios.size(); i++) {
            double ratio = ratios.get(i);
            bars.add(new Bar(ratio, COLOURS[i % COLOURS.length]));
            if (Double.isFinite(ratio)) {
                least = Math.min(least, ratio / 1.2);
                most = Math.max(most, ratio * 1.2);
            }
        }
        groups.add(new Group(name, bars));
    }

    /** Draws comparisons with the same contestants below each other. Needs a font on the host. */
    public static BufferedImage of(List<Comparison> comparisons) {
        System.setProperty("java.awt.headless", "true");
        return new Plot(comparisons).draw();
    }

    private BufferedImage draw() {
        int group = names.size() * BAR + GAP;
        BufferedImage image = new BufferedImage(WIDTH, TOP + groups.size() * group + BOTTOM, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, image.getWidth(), image.getHeight());
        legend(g);
        grid(g, image.getHeight() - BOTTOM);
        int y = TOP + GAP / 2;
        for (Group each : groups) {
            g.setColor(Color.BLACK);
            g.drawString(each.name, LEFT - 8 - g.getFontMetrics().stringWidth(each.name), y + (names.size() * BAR) / 2 + 5);
            for (Bar bar : each.bars) {
                bar(g, bar, y);
                y += BAR;
            }
            y += GAP;
        }
        g.dispose();
        return image;
    }

    private void legend(Graphics2D g) {
        g.setColor(Color.BLACK);
        g.drawString(title, LEFT, 18);
        int x = LEFT;
        for (int i = 0; i < names.size(); i++) {
            g.setColor(COLOURS[i % COLOURS.length]);
            g.fillRect(x, 26, 12, 12);
            g.setColor(Color.BLACK);
            g.drawString(names.get(i), x + 16, 37);
            x += 36 + g.getFontMetrics().stringWidth(names.get(i));
        }
    }

    private void grid(Graphics2D g, int bottom) {
        for (double mark : new double[] {0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100}) {
            if (mark < least || mark > most) {
                continue;
            }
            g.setColor(mark == 1 ? Color.BLACK : Color.LIGHT_GRAY);
            g.setStroke(new BasicStroke(mark == 1 ? 2 : 1));
            g.drawLine(x(mark), TOP, x(mark), bottom);
            String text = mark < 1 ? Double.toString(mark) : Integer.toString((int) mark);
            g.setColor(Color.BLACK);
            g.drawString(text, x(mark) - g.getFontMetrics().stringWidth(text) / 2, bottom + 16);
        }
        g.setStroke(new BasicStroke(1));
    }

    private void bar(Graphics2D g, Bar bar, int y) {
        if (!Double.isFinite(bar.ratio)) {
            return;
        }
        int from = Math.min(x(1), x(bar.ratio));
        int to = Math.max(x(1), x(bar.ratio));
        g.setColor(bar.colour);
        g.fillRect(from, y, Math.max(1, to - from), BAR - 2);
        g.setColor(Color.BLACK);
        g.drawString(String.format(Locale.ROOT, bar.ratio < 0.1 ? "%.3f" : "%.2f", bar.ratio), to + 5, y + BAR - 3);
    }

    private int x(double ratio) {
        double place = Math.log(ratio / least) / Math.log(most / least);
        return LEFT + (int) (place * (WIDTH - LEFT - RIGHT));
    }
}
