// The bar's pixels, probed: each part in its place, with a pattern that reads without colour.
#include "tests/ui/made_up_parts.h"
#include "ui/look/palettes.h"
#include "ui/look/state_colours.h"
#include "ui/parts/part_texture.h"
#include "ui/parts/part_tile.h"
#include "ui/parts/parts_bar.h"

#include <QPainter>
#include <QTest>

#include <set>

using namespace gantry;

namespace {

QPalette paletteOf(bool dark)
{
    return dark ? darkPalette() : lightPalette();
}

UploadSnapshot uploadOf(const QList<PartSnapshot> &parts)
{
    UploadSnapshot upload;
    upload.record.id = UploadId{1};
    upload.record.stage = Stage::Sending;
    upload.record.identity.size = sizeOf(parts);
    return upload;
}

struct Scene
{
    QSize size{200, 14};
    double ratio = 1;
    bool mirrored = false;
    QPalette palette = lightPalette();
};

QImage canvas(const Scene &scene)
{
    QImage image(scene.size * scene.ratio, QImage::Format_RGB32);
    image.setDevicePixelRatio(scene.ratio);
    image.fill(scene.palette.color(QPalette::Base));
    return image;
}

void paintOn(QImage &image, PartsBarPainter &bars, const Scene &scene, const UploadSnapshot &upload,
             const QList<PartSnapshot> *parts, quint64 revision)
{
    QPainter painter(&image);
    painter.setLayoutDirection(scene.mirrored ? Qt::RightToLeft : Qt::LeftToRight);
    bars.paint(&painter, QRect(QPoint(0, 0), scene.size), upload, parts, revision, scene.palette);
}

QImage painted(const Scene &scene, const QList<PartSnapshot> &parts)
{
    PartsBarPainter bars;
    QImage image = canvas(scene);
    paintOn(image, bars, scene, uploadOf(parts), &parts, 1);
    return image;
}

QImage painted(const Scene &scene, const UploadSnapshot &upload)
{
    PartsBarPainter bars;
    QImage image = canvas(scene);
    paintOn(image, bars, scene, upload, nullptr, 0);
    return image;
}

// Frame and round corners.
int marginOf(const QImage &image)
{
    return std::max(2, image.height() / 5);
}

// How many pixels of a column have one of the two colours of a look.
int pixelsOf(const QImage &image, int x, PartLook look, const PartInks &inks)
{
    int count = 0;
    for (int y = marginOf(image); y < image.height() - marginOf(image); ++y) {
        const QRgb pixel = image.pixel(x, y);
        count += pixel == inks.ground(look) || pixel == inks.ink(look) ? 1 : 0;
    }
    return count;
}

bool isAllOf(const QImage &image, int x, PartLook look, const PartInks &inks)
{
    return pixelsOf(image, x, look, inks) == image.height() - 2 * marginOf(image);
}

int failedColumns(const QImage &image, const PartInks &inks)
{
    int count = 0;
    for (int x = 2; x < image.width() - 2; ++x) {
        int red = 0;
        for (int y = 2; y < image.height() - 2; ++y)
            red += image.pixel(x, y) == inks.ground(PartLook::Failed) ? 1 : 0;
        count += red * 2 > image.height() - 4 ? 1 : 0;
    }
    return count;
}

// The share of the rarer tone, and which pixels have it.
struct Grey
{
    explicit Grey(const QImage &image)
    {
        const QImage grey = image.convertToFormat(QImage::Format_Grayscale8);
        int least = 255;
        int most = 0;
        for (int y = 0; y < grey.height(); ++y)
            for (int x = 0; x < grey.width(); ++x) {
                const int tone = qGray(grey.pixel(x, y));
                least = std::min(least, tone);
                most = std::max(most, tone);
                sum += tone;
            }
        sum /= grey.width() * grey.height();
        constexpr int visible = 24;
        if (most - least < visible)
            return;
        for (int y = 0; y < grey.height(); ++y)
            for (int x = 0; x < grey.width(); ++x)
                if (qGray(grey.pixel(x, y)) * 2 > most + least)
                    light.insert({x, y});
    }

    int sum = 0;                         // mean tone
    std::set<std::pair<int, int>> light; // empty: it is plain
};

} // namespace

class PartsBarTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyPartHasItsPlace_data();
    void everyPartHasItsPlace();
    void statesDifferWithoutColour_data();
    void statesDifferWithoutColour();
    void aPartUnderWayIsFilledAsFarAsItIs();
    void aBeginningThatStaysIsShownApart_data();
    void aBeginningThatStaysIsShownApart();
    void whatIsUnderWayWeighsLessThanWhatIsStored();
    void retriesAreMarked();
    void oneFailedAmongTenThousandIsSeen_data();
    void oneFailedAmongTenThousandIsSeen();
    void oneMissingAmongTenThousandIsNotRoundedAway();
    void theTextureIsTrue();
    void rightToLeftBeginsAtTheRight();
    void paintsFromTheSnapshotAlone_data();
    void paintsFromTheSnapshotAlone();
    void emptyFilesAndOddWidths();
    void isMadeAnewOnlyOnChange();
};

void PartsBarTest::everyPartHasItsPlace_data()
{
    QTest::addColumn<int>("count");
    QTest::addColumn<int>("width");
    QTest::addColumn<double>("ratio");
    QTest::addColumn<bool>("dark");
    for (const bool dark : {false, true})
        for (const double ratio : {1.0, 2.0})
            for (const int count : {1, 7, 13, 24})
                for (const int width : {120, 137, 200, 333, 400})
                    QTest::addRow("%d parts on %d px, %gx, %s", count, width, ratio, dark ? "dark" : "light")
                        << count << width << ratio << dark;
}

void PartsBarTest::everyPartHasItsPlace()
{
    QFETCH(int, count);
    QFETCH(int, width);
    QFETCH(double, ratio);
    QFETCH(bool, dark);
    QList<PartSnapshot> parts = madeUpParts(count);
    for (int index = 0; index < count; ++index)
        parts[index].state = allPartStates[index % 7];
    const Scene scene{{width, 14}, ratio, false, paletteOf(dark)};
    const QImage image = painted(scene, parts);
    const PartInks inks(scene.palette);
    for (int index = 0; index < count; ++index) {
        const int middle = static_cast<int>(ratio + (index + 0.6) * (width - 2) * ratio / count);
        QVERIFY2(isAllOf(image, middle, lookOf(parts[index].state), inks),
                 qPrintable(QStringLiteral("part %1").arg(index + 1)));
    }
}

void PartsBarTest::statesDifferWithoutColour_data()
{
    QTest::addColumn<bool>("dark");
    QTest::addColumn<int>("side");
    for (const bool dark : {false, true})
        for (const int side : {4, 5, 8, 12, 24})
            QTest::addRow("%s %d px", dark ? "dark" : "light", side) << dark << side;
}

void PartsBarTest::statesDifferWithoutColour()
{
    QFETCH(bool, dark);
    QFETCH(int, side);
    const PartInks inks(paletteOf(dark));
    QList<Grey> greys;
    for (const PartState state : allPartStates) {
        PartTile tile;
        tile.state = state;
        greys.append(Grey(imageOf(tile, {side, side}, 1, inks)));
    }
    constexpr int stored = 5;
    QVERIFY(greys[stored].light.empty());
    QVERIFY2(std::abs(greys[0].sum - greys[stored].sum) > 40, "waiting and stored are plain: told by tone");
    for (int one = 0; one < greys.size(); ++one)
        for (int other = one + 1; other < greys.size(); ++other) {
            if (one == 0 && other == stored)
                continue;
            int differing = 0;
            for (int y = 0; y < side; ++y)
                for (int x = 0; x < side; ++x)
                    differing += greys[one].light.count({x, y}) != greys[other].light.count({x, y}) ? 1 : 0;
            QVERIFY2(differing * 12 >= side * side,
                     qPrintable(QStringLiteral("states %1 and %2: %3").arg(one).arg(other).arg(differing)));
        }
}

void PartsBarTest::aPartUnderWayIsFilledAsFarAsItIs()
{
    const PartInks inks(lightPalette());
    for (const int percent : {0, 1, 25, 50, 99, 100}) {
        QList<PartSnapshot> parts = madeUpParts(1, PartState::Sending);
        parts[0].sent = madeUpPartSize * percent / 100;
        const QImage image = painted({}, parts);
        for (int x = 3; x < 197; ++x) {
            if (std::abs(x - 2 * percent) <= 2)
                continue;
            const PartLook look = x < 2 * percent ? PartLook::Sent : PartLook::ToSend;
            QVERIFY2(isAllOf(image, x, look, inks),
                     qPrintable(QStringLiteral("%1 % at %2").arg(percent).arg(x)));
        }
    }
}

void PartsBarTest::aBeginningThatStaysIsShownApart_data()
{
    QTest::addColumn<PartState>("state");
    QTest::addColumn<PartLook>("rest");
    QTest::newRow("sending") << PartState::Sending << PartLook::ToSend;
    QTest::newRow("waiting") << PartState::Waiting << PartLook::Waiting;
    QTest::newRow("cooling") << PartState::Cooling << PartLook::Cooling;
}

void PartsBarTest::aBeginningThatStaysIsShownApart()
{
    QFETCH(PartState, state);
    QFETCH(PartLook, rest);
    QList<PartSnapshot> parts = madeUpParts(1, state);
    parts[0].kept = parts[0].size * 4 / 10;
    parts[0].sent = parts[0].size * 3 / 10;
    const Scene scene;
    const PartInks inks(scene.palette);
    const QImage bar = painted(scene, parts);
    QVERIFY(isAllOf(bar, 40, PartLook::Stored, inks));
    QVERIFY(isAllOf(bar, 110, PartLook::Sent, inks));
    QVERIFY(isAllOf(bar, 170, rest, inks));
    const QImage tile = imageOf(tileOf(parts[0], false), {240, 24}, 1, inks);
    QVERIFY(isAllOf(tile, 48, PartLook::Stored, inks));
    QVERIFY(isAllOf(tile, 132, PartLook::Sent, inks));
    QVERIFY(isAllOf(tile, 204, rest, inks));
}

void PartsBarTest::whatIsUnderWayWeighsLessThanWhatIsStored()
{
    for (const bool dark : {false, true}) {
        const QPalette palette = paletteOf(dark);
        const PartInks inks(palette);
        const QColor base = palette.color(QPalette::Base);
        const double stored = contrastOf(QColor(inks.ground(PartLook::Stored)), base);
        const double sent = contrastOf(QColor(inks.ground(PartLook::Sent)), base);
        const double toSend = contrastOf(QColor(inks.ground(PartLook::ToSend)), base);
        QVERIFY(stored > sent);
        QVERIFY(sent > 1.5 * toSend);
        QVERIFY2(sent >= 2.9, "still seen on its ground");
    }
}

void PartsBarTest::retriesAreMarked()
{
    const PartInks inks(lightPalette());
    QList<PartSnapshot> parts = madeUpParts(2, PartState::Sending);
    parts[0].attempts = 1;
    parts[1].attempts = 2;
    const QImage image = painted({}, parts);
    const auto dots = [&](int from, int to) {
        int count = 0;
        for (int x = from; x < to; ++x)
            for (int y = 1; y < 4; ++y)
                count += image.pixel(x, y) == inks.ink(PartLook::Cooling) ? 1 : 0;
        return count;
    };
    QCOMPARE(dots(5, 95), 0);
    QVERIFY(dots(105, 195) > 20);
}

void PartsBarTest::oneFailedAmongTenThousandIsSeen_data()
{
    QTest::addColumn<int>("number");
    QTest::addColumn<int>("width");
    QTest::addColumn<double>("ratio");
    for (const int number : {1, 60, 3333, 5000, 9940, 10'000})
        for (const int width : {120, 200, 400})
            for (const double ratio : {1.0, 2.0})
                QTest::addRow("part %d on %d px, %gx", number, width, ratio) << number << width << ratio;
}

void PartsBarTest::oneFailedAmongTenThousandIsSeen()
{
    QFETCH(int, number);
    QFETCH(int, width);
    QFETCH(double, ratio);
    QList<PartSnapshot> parts = madeUpParts(10'000, PartState::Stored);
    const Scene scene{{width, 14}, ratio};
    const PartInks inks(scene.palette);
    QCOMPARE(failedColumns(painted(scene, parts), inks), 0);
    parts[number - 1].state = PartState::Failed;
    const QImage image = painted(scene, parts);
    QVERIFY(failedColumns(image, inks) >= ratio);
    // Also without colour: dashes, where all else is plain.
    const int x = static_cast<int>(ratio + (number - 0.5) * (width - 2) * ratio / 10'000);
    int dashes = 0;
    for (int y = 4; y < image.height() - 4; ++y)
        dashes += image.pixel(x, y) == inks.ink(PartLook::Failed) ? 1 : 0;
    QVERIFY(dashes >= 2);

    const QImage row = partsImage(parts, sizeOf(parts), width, scene.palette);
    QCOMPARE(row.size(), QSize(width, 1));
    QCOMPARE(row.pixel(static_cast<int>((number - 0.5) * width / 10'000), 0), inks.ground(PartLook::Failed));
}

void PartsBarTest::oneMissingAmongTenThousandIsNotRoundedAway()
{
    QList<PartSnapshot> parts = madeUpParts(10'000, PartState::Stored);
    parts[5000].state = PartState::Waiting;
    const QImage row = partsImage(parts, sizeOf(parts), 200, lightPalette());
    const PartInks inks(lightPalette());
    QVERIFY(contrastOf(QColor(row.pixel(100, 0)), QColor(inks.ground(PartLook::Stored))) > 1.08);
    QCOMPARE(row.pixel(99, 0), inks.ground(PartLook::Stored));
}

void PartsBarTest::theTextureIsTrue()
{
    // Every second part stored: half-way between the two colours, everywhere.
    QList<PartSnapshot> parts = madeUpParts(10'000);
    for (PartSnapshot &part : parts)
        part.state = part.number % 2 == 0 ? PartState::Stored : PartState::Waiting;
    const PartInks inks(lightPalette());
    const QRgb half =
        mixed(QColor(inks.ground(PartLook::Stored)), QColor(inks.ground(PartLook::Waiting)), 0.5).rgb();
    const QImage row = partsImage(parts, sizeOf(parts), 200, lightPalette());
    for (int x = 0; x < 200; ++x) {
        QVERIFY(std::abs(qRed(row.pixel(x, 0)) - qRed(half)) <= 2);
        QVERIFY(std::abs(qGreen(row.pixel(x, 0)) - qGreen(half)) <= 2);
    }
    // Four parts under way at a third of the file, seen at its place.
    parts = madeUpParts(10'000);
    for (int index = 3333; index < 3337; ++index)
        parts[index].state = PartState::Sending;
    const QImage bar = painted({}, parts);
    int blue = 0;
    for (int x = 64; x <= 69; ++x)
        blue += bar.pixel(x, 5) != inks.ground(PartLook::Waiting) ? 1 : 0;
    QVERIFY(blue >= 2 && blue <= 4);
}

void PartsBarTest::rightToLeftBeginsAtTheRight()
{
    QList<PartSnapshot> parts = madeUpParts(7);
    parts[0].state = PartState::Stored;
    parts[6].state = PartState::Failed;
    Scene scene;
    scene.mirrored = true;
    const QImage image = painted(scene, parts);
    const PartInks inks(scene.palette);
    QVERIFY(isAllOf(image, 190, PartLook::Stored, inks));
    QVERIFY(isAllOf(image, 10, PartLook::Failed, inks));
    QVERIFY(isAllOf(image, 100, PartLook::Waiting, inks));
}

void PartsBarTest::paintsFromTheSnapshotAlone_data()
{
    QTest::addColumn<Stage>("stage");
    QTest::addColumn<qint64>("stored");
    QTest::addColumn<qint64>("flying");
    QTest::addColumn<PartLook>("atQuarter");
    QTest::addColumn<PartLook>("past");
    QTest::addColumn<PartLook>("atEnd");
    const auto row = [](const char *name, Stage stage, qint64 stored, qint64 flying, PartLook quarter,
                        PartLook past, PartLook end) {
        QTest::newRow(name) << stage << stored << flying << quarter << past << end;
    };
    row("queued", Stage::Queued, 0, 0, PartLook::Waiting, PartLook::Waiting, PartLook::Waiting);
    row("inspecting", Stage::Inspecting, 0, 0, PartLook::Reading, PartLook::Reading, PartLook::Reading);
    row("surveying", Stage::Surveying, 500, 0, PartLook::Stored, PartLook::Checking, PartLook::Checking);
    row("sending", Stage::Sending, 500, 100, PartLook::Stored, PartLook::Sent, PartLook::Waiting);
    row("more in flight than there is", Stage::Sending, 500, 5000, PartLook::Stored, PartLook::Sent,
        PartLook::Sent);
    row("failed", Stage::Failed, 500, 0, PartLook::Stored, PartLook::Failed, PartLook::Waiting);
    row("done", Stage::Done, 0, 0, PartLook::Stored, PartLook::Stored, PartLook::Stored);
}

void PartsBarTest::paintsFromTheSnapshotAlone()
{
    QFETCH(Stage, stage);
    QFETCH(qint64, stored);
    QFETCH(qint64, flying);
    QFETCH(PartLook, atQuarter);
    QFETCH(PartLook, past);
    QFETCH(PartLook, atEnd);
    UploadSnapshot upload;
    upload.record.stage = stage;
    upload.record.identity.size = 1000;
    upload.record.bytesStored = stored;
    upload.bytesInFlight = flying;
    const QImage image = painted({}, upload);
    const PartInks inks(lightPalette());
    QVERIFY(isAllOf(image, 50, atQuarter, inks));
    QVERIFY(isAllOf(image, 102, past, inks));
    QVERIFY(isAllOf(image, 190, atEnd, inks));
}

void PartsBarTest::emptyFilesAndOddWidths()
{
    const PartInks inks(lightPalette());
    QList<PartSnapshot> parts = madeUpParts(1, PartState::Stored);
    parts[0].size = 0;
    QVERIFY(isAllOf(painted({}, parts), 100, PartLook::Stored, inks));
    QVERIFY(partsImage(parts, 0, 0, lightPalette()).isNull());
    QVERIFY(partsImage(parts, 0, -1, lightPalette()).isNull());
    for (const int width : {1, 2, 3, 4, 5})
        for (const int count : {1, 7, 10'000}) {
            const QImage image = painted({{width, 3}}, madeUpParts(count, PartState::Failed));
            QCOMPARE(image.width(), width);
        }
    PartsBarPainter bars;
    QImage image = canvas({});
    const QImage before = image;
    paintOn(image, bars, {{0, 0}}, uploadOf(parts), &parts, 1);
    QVERIFY(image == before);
}

void PartsBarTest::isMadeAnewOnlyOnChange()
{
    PartsBarPainter bars;
    Scene scene;
    QImage image = canvas(scene);
    QList<PartSnapshot> parts = madeUpParts(300);
    UploadSnapshot upload = uploadOf(parts);
    for (int times = 0; times < 5; ++times) {
        upload.bytesPerSecond = times; // nothing that the bar shows
        paintOn(image, bars, scene, upload, &parts, 7);
    }
    QCOMPARE(bars.made(), 1);
    paintOn(image, bars, scene, upload, &parts, 8);
    QCOMPARE(bars.made(), 2);
    scene.size.setWidth(150);
    paintOn(image, bars, scene, upload, &parts, 8);
    QCOMPARE(bars.made(), 3);
    scene.palette = darkPalette();
    paintOn(image, bars, scene, upload, &parts, 8);
    QCOMPARE(bars.made(), 4);
    scene.mirrored = true;
    paintOn(image, bars, scene, upload, &parts, 8);
    QCOMPARE(bars.made(), 5);
    paintOn(image, bars, scene, upload, nullptr, 0);
    QCOMPARE(bars.made(), 6);
    paintOn(image, bars, scene, upload, nullptr, 0);
    QCOMPARE(bars.made(), 6);
    upload.bytesInFlight = 4096;
    paintOn(image, bars, scene, upload, nullptr, 0);
    QCOMPARE(bars.made(), 7);
    bars.clear();
    paintOn(image, bars, scene, upload, nullptr, 0);
    QCOMPARE(bars.made(), 8);
}

QTEST_MAIN(PartsBarTest)
#include "parts_bar_test.moc"
