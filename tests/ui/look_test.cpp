// What the window looks like: contrast of every colour, icons that follow the palette, and the style's own
// parts.
#include "ui/look/density.h"
#include "ui/look/first_size.h"
#include "ui/look/fitting_tool_bar.h"
#include "ui/look/gantry_style.h"
#include "ui/look/icons.h"
#include "ui/look/palettes.h"
#include "ui/look/state_colours.h"
#include "ui/look/theme.h"

#include <QApplication>
#include <QHeaderView>
#include <QImage>
#include <QLineEdit>
#include <QMainWindow>
#include <QMenu>
#include <QPainter>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSplitter>
#include <QStyleOption>
#include <QTest>
#include <QTimer>
#include <QToolButton>
#include <QTreeWidget>

#include <utility>

using namespace gantry;

namespace {

constexpr int glyphs = static_cast<int>(Glyph::Test) + 1;
constexpr int moods = static_cast<int>(UploadMood::Cancelled) + 1;
constexpr int parts = static_cast<int>(PartState::Failed) + 1;
constexpr double text = 4.5; // WCAG 2.1 AA
constexpr double graphics = 3;

QImage imageOf(const QIcon &icon, int side = 24, QIcon::Mode mode = QIcon::Normal)
{
    return icon.pixmap(QSize(side, side), 1, mode).toImage().convertToFormat(QImage::Format_ARGB32);
}

// The colour of its most opaque pixel.
QColor inkOf(const QImage &image)
{
    QColor ink(Qt::transparent);
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (image.pixelColor(x, y).alpha() > ink.alpha())
                ink = image.pixelColor(x, y);
        }
    }
    return ink;
}

bool isNear(const QColor &a, const QColor &b)
{
    return std::abs(a.red() - b.red()) < 6 && std::abs(a.green() - b.green()) < 6 &&
           std::abs(a.blue() - b.blue()) < 6;
}

// First and last column of an image with a pixel that is near a colour; -1 and -1: none.
std::pair<int, int> extentOf(const QImage &image, const QColor &colour)
{
    std::pair<int, int> extent{-1, -1};
    for (int x = 0; x < image.width(); ++x)
        for (int y = 0; y < image.height(); ++y)
            if (isNear(image.pixelColor(x, y), colour)) {
                extent = {extent.first < 0 ? x : extent.first, x};
                break;
            }
    return extent;
}

// A palette that a desktop could bring: nothing in it is ours.
QPalette foreign(QRgb base, QRgb textColour, QRgb highlight)
{
    QPalette palette;
    for (const QPalette::ColorRole role : {QPalette::Base, QPalette::AlternateBase, QPalette::Window})
        palette.setColor(role, QColor(base));
    for (const QPalette::ColorRole role : {QPalette::Text, QPalette::WindowText})
        palette.setColor(role, QColor(textColour));
    palette.setColor(QPalette::Highlight, QColor(highlight));
    return palette;
}

} // namespace

class LookTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyTheme(Theme::System); }
    void cleanup()
    {
        QGuiApplication::setLayoutDirection(Qt::LeftToRight);
        applyTheme(Theme::Light);
    }

    void systemThemeIsThatOfTheDesktop()
    {
        const auto ground = [] { return QGuiApplication::palette().color(QPalette::Base); };
        applyTheme(Theme::System, true);
        QCOMPARE(ground(), darkPalette().color(QPalette::Base));
        applyTheme(Theme::System, false);
        QCOMPARE(ground(), lightPalette().color(QPalette::Base));
        applyTheme(Theme::Dark, false);
        QCOMPARE(ground(), darkPalette().color(QPalette::Base));
        applyTheme(Theme::Light, true);
        QCOMPARE(ground(), lightPalette().color(QPalette::Base));
    }

    void contrastIsThatOfTheStandard()
    {
        QCOMPARE(contrastOf(Qt::black, Qt::white), 21.0);
        QCOMPARE(contrastOf(Qt::white, Qt::white), 1.0);
        QVERIFY(std::abs(contrastOf(QColor(0x77, 0x77, 0x77), Qt::white) - 4.48) < 0.01);
    }

    void palettesCanBeRead_data()
    {
        QTest::addColumn<QPalette>("palette");
        QTest::newRow("light") << lightPalette();
        QTest::newRow("dark") << darkPalette();
    }
    void palettesCanBeRead()
    {
        QFETCH(QPalette, palette);
        const auto contrast = [&palette](QPalette::ColorRole over, QPalette::ColorRole under) {
            return contrastOf(palette.color(over), palette.color(under));
        };
        for (const QPalette::ColorRole ground : {QPalette::Window, QPalette::Base, QPalette::AlternateBase}) {
            QVERIFY(contrast(QPalette::WindowText, ground) >= text);
            QVERIFY(contrast(QPalette::Text, ground) >= text);
            QVERIFY(contrast(QPalette::PlaceholderText, ground) >= text);
            QVERIFY(contrast(QPalette::Link, ground) >= text);
            QVERIFY(contrast(QPalette::LinkVisited, ground) >= text);
        }
        QVERIFY(contrast(QPalette::ButtonText, QPalette::Button) >= text);
        QVERIFY(contrast(QPalette::HighlightedText, QPalette::Highlight) >= text);
        QVERIFY(contrast(QPalette::ToolTipText, QPalette::ToolTipBase) >= text);
        const QPalette rows = rowPalette(palette);
        QVERIFY(contrastOf(rows.color(QPalette::HighlightedText), rows.color(QPalette::Highlight)) >= text);
        QVERIFY(rows.color(QPalette::Highlight) != palette.color(QPalette::Base));
    }

    void statesCanBeRead_data()
    {
        QTest::addColumn<QPalette>("palette");
        QTest::newRow("light") << lightPalette();
        QTest::newRow("dark") << darkPalette();
        QTest::newRow("light rows") << rowPalette(lightPalette()).resolve(lightPalette());
        QTest::newRow("dark rows") << rowPalette(darkPalette()).resolve(darkPalette());
        QTest::newRow("black on white") << foreign(0xffffffff, 0xff000000, 0xff000080);
        QTest::newRow("white on black") << foreign(0xff000000, 0xffffffff, 0xffffff00);
        QTest::newRow("grey") << foreign(0xffcccccc, 0xff000000, 0xff3daee9);
        QTest::newRow("dark grey") << foreign(0xff3a3a3a, 0xffffffff, 0xff3daee9);
    }
    void statesCanBeRead()
    {
        QFETCH(QPalette, palette);
        const QColor base = palette.color(QPalette::Base);
        const QColor alternate = palette.color(QPalette::AlternateBase);
        for (int mood = 0; mood < moods; ++mood) {
            const QColor colour = moodColour(static_cast<UploadMood>(mood), palette);
            QVERIFY2(contrastOf(colour, base) >= text, qPrintable(QString::number(mood)));
            QVERIFY2(contrastOf(colour, alternate) >= text, qPrintable(QString::number(mood)));
        }
        for (int part = 0; part < parts; ++part) {
            const QColor colour = partColour(static_cast<PartState>(part), palette);
            if (static_cast<PartState>(part) == PartState::Waiting)
                QVERIFY(contrastOf(colour, base) > 1.15 && contrastOf(colour, base) < graphics);
            else
                QVERIFY2(contrastOf(colour, base) >= graphics, qPrintable(QString::number(part)));
        }
    }

    void statesCanBeReadOnASelectedRow()
    {
        for (const QPalette &palette : {lightPalette(), darkPalette()}) {
            const QPalette rows = rowPalette(palette).resolve(palette);
            for (int mood = 0; mood < moods; ++mood)
                QVERIFY(contrastOf(moodColour(static_cast<UploadMood>(mood), rows),
                                   rows.color(QPalette::Highlight)) >= text);
        }
    }

    void colourFollowsThePaletteThatIsAskedFor()
    {
        // Three in turn: more than are kept.
        const QList<QPalette> palettes{lightPalette(), darkPalette(),
                                       foreign(0xff808080, 0xff000000, 0xff000080)};
        QList<QColor> first;
        for (const QPalette &palette : palettes)
            first << moodColour(UploadMood::Failed, palette);
        for (qsizetype i = 0; i < palettes.size(); ++i)
            QCOMPARE(moodColour(UploadMood::Failed, palettes.at(i)), first.at(i));
        QVERIFY(first.at(0) != first.at(1));
    }

    void everyGlyphIsDrawn()
    {
        QList<QImage> seen;
        for (int glyph = 0; glyph < glyphs; ++glyph) {
            const QImage image = imageOf(icon(static_cast<Glyph>(glyph)));
            QCOMPARE(image.size(), QSize(24, 24));
            QVERIFY2(inkOf(image).alpha() > 200, qPrintable(QString::number(glyph)));
            // What the action "cancel" does, its state shows.
            if (static_cast<Glyph>(glyph) == Glyph::Cancelled)
                QCOMPARE(image, imageOf(icon(Glyph::Cancel)));
            else
                QVERIFY2(!seen.contains(image), qPrintable(QString::number(glyph)));
            seen << image;
        }
    }

    void iconTakenBeforeFollowsTheTheme()
    {
        applyTheme(Theme::Light);
        const QIcon before = icon(Glyph::Pause);
        QVERIFY(isNear(inkOf(imageOf(before)), lightPalette().color(QPalette::WindowText)));
        applyTheme(Theme::Dark);
        QVERIFY(isNear(inkOf(imageOf(before)), darkPalette().color(QPalette::WindowText)));
        QVERIFY(isNear(inkOf(imageOf(before, 24, QIcon::Disabled)),
                       darkPalette().color(QPalette::Disabled, QPalette::WindowText)));
        QVERIFY(isNear(inkOf(imageOf(before, 24, QIcon::Selected)),
                       rowPalette(darkPalette()).color(QPalette::HighlightedText)));
    }

    void signsOfStatesHaveTheirColours()
    {
        QList<QIcon> taken;
        for (int mood = 0; mood < moods; ++mood)
            taken << moodIcon(static_cast<UploadMood>(mood));
        for (const Theme theme : {Theme::Light, Theme::Dark}) {
            applyTheme(theme);
            const QPalette rows = QApplication::palette("QAbstractItemView");
            for (int mood = 0; mood < moods; ++mood) {
                const QColor colour = moodColour(static_cast<UploadMood>(mood), rows);
                const QIcon &sign = taken.at(mood);
                QVERIFY2(isNear(inkOf(imageOf(sign)), colour), qPrintable(QString::number(mood)));
                QVERIFY(isNear(inkOf(imageOf(sign, 24, QIcon::Selected)), colour));
                QVERIFY(isNear(inkOf(imageOf(sign, 24, QIcon::Disabled)),
                               QGuiApplication::palette().color(QPalette::Disabled, QPalette::WindowText)));
            }
        }
    }

    void iconIsCrispAtEachRatio()
    {
        const QPixmap twice = icon(Glyph::Search).pixmap(QSize(16, 16), 2.0);
        QCOMPARE(twice.size(), QSize(32, 32));
        QCOMPARE(twice.devicePixelRatio(), 2.0);
        QCOMPARE(twice.toImage().convertToFormat(QImage::Format_ARGB32).pixelColor(10, 10),
                 imageOf(icon(Glyph::Search), 32).pixelColor(10, 10));
    }

    void paintedGlyphHasItsOwnColour()
    {
        QImage image(40, 20, QImage::Format_ARGB32);
        image.fill(Qt::transparent);
        QPainter painter(&image);
        paintGlyph(&painter, image.rect(), Glyph::Check, Qt::red);
        paintGlyph(&painter, QRect(), Glyph::Check, Qt::blue); // nothing to paint, nothing breaks
        painter.end();
        QCOMPARE(inkOf(image), QColor(Qt::red));
        // In the middle, and square.
        QCOMPARE(inkOf(image.copy(0, 0, 10, 20)).alpha(), 0);
        QCOMPARE(inkOf(image.copy(30, 0, 10, 20)).alpha(), 0);
    }

    void onlyDirectionsAreMirrored()
    {
        const QImage undo = imageOf(icon(Glyph::Undo));
        const QImage resume = imageOf(icon(Glyph::Resume));
        QGuiApplication::setLayoutDirection(Qt::RightToLeft);
        QVERIFY(imageOf(icon(Glyph::Undo)) != undo);
        QCOMPARE(imageOf(icon(Glyph::Resume)), resume);
        const QImage back = imageOf(icon(Glyph::Undo)).mirrored(true, false);
        for (int y = 0; y < back.height(); ++y) {
            for (int x = 0; x < back.width(); ++x)
                QVERIFY(std::abs(back.pixelColor(x, y).alpha() - undo.pixelColor(x, y).alpha()) < 8);
        }
    }

    void programHasItsIconInEachSize()
    {
        const QIcon own = applicationIcon();
        for (const int side : {16, 24, 32, 48, 128, 256}) {
            const QImage image = imageOf(own, side);
            QCOMPARE(image.size(), QSize(side, side));
            QVERIFY(image.pixelColor(side / 2, side / 16 + 1).alpha() > 200);
        }
    }

    void themeIsThatOfTheDesktopUnlessChosen()
    {
        applyTheme(Theme::System);
        const QPalette system = QGuiApplication::palette();
        QVERIFY(!isDark(system)); // as the platform plugin of the tests is
        applyTheme(Theme::Dark);
        QVERIFY(isDark(QGuiApplication::palette()));
        QVERIFY(qobject_cast<GantryStyle *>(QApplication::style()));
        applyTheme(Theme::System);
        QCOMPARE(QGuiApplication::palette().color(QPalette::Base), system.color(QPalette::Base));
    }

    void openWindowChangesWithTheTheme()
    {
        QTreeWidget tree;
        tree.show();
        applyTheme(Theme::Dark);
        QTRY_COMPARE(tree.palette().color(QPalette::Base), darkPalette().color(QPalette::Base));
        QTRY_COMPARE(tree.palette().color(QPalette::Highlight),
                     rowPalette(darkPalette()).color(QPalette::Highlight));
        applyTheme(Theme::Light);
        QTRY_COMPARE(tree.palette().color(QPalette::Highlight),
                     rowPalette(lightPalette()).color(QPalette::Highlight));
    }

    void focusIsSeen()
    {
        for (const Theme theme : {Theme::Light, Theme::Dark}) {
            applyTheme(theme);
            const QPalette palette = QApplication::palette("QAbstractItemView");
            QImage image(60, 24, QImage::Format_ARGB32);
            image.fill(palette.color(QPalette::Base));
            QStyleOptionFocusRect option;
            option.rect = image.rect();
            option.palette = palette;
            QPainter painter(&image);
            QApplication::style()->drawPrimitive(QStyle::PE_FrameFocusRect, &option, &painter);
            painter.end();
            double best = 1;
            for (int y = 0; y < 4; ++y)
                best = std::max(best, contrastOf(image.pixelColor(30, y), palette.color(QPalette::Base)));
            QVERIFY(best >= graphics);
        }
    }

    void focusOfButtonsIsSeen()
    {
        for (const Theme theme : {Theme::Light, Theme::Dark}) {
            applyTheme(theme);
            for (const bool isPrimary : {false, true}) {
                QPushButton button;
                button.setAutoDefault(false);
                button.setDefault(isPrimary);
                const auto painted = [&](QStyle::State state) {
                    QImage image(80, 24, QImage::Format_ARGB32);
                    image.fill(QGuiApplication::palette().color(QPalette::Window));
                    QStyleOptionButton option;
                    option.rect = image.rect();
                    option.palette = button.palette();
                    option.state = QStyle::State_Enabled | state;
                    QPainter painter(&image);
                    QApplication::style()->drawPrimitive(QStyle::PE_PanelButtonCommand, &option, &painter,
                                                         &button);
                    return image;
                };
                const QImage without = painted({});
                const QImage with = painted(QStyle::State_HasFocus | QStyle::State_KeyboardFocusChange);
                double best = 1;
                for (int y = 0; y < 6; ++y)
                    best = std::max(best, contrastOf(with.pixelColor(40, y), without.pixelColor(40, y)));
                QVERIFY2(best >= graphics, qPrintable(QString::number(best)));
                QCOMPARE(painted(QStyle::State_HasFocus), without); // who clicked it knows
            }
        }
    }

    void tickBoxesCanBeToldFromTheirGround()
    {
        for (const Theme theme : {Theme::Light, Theme::Dark}) {
            applyTheme(theme);
            for (const QStyle::PrimitiveElement box :
                 {QStyle::PE_IndicatorCheckBox, QStyle::PE_IndicatorRadioButton}) {
                QImage off(17, 17, QImage::Format_ARGB32);
                off.fill(QGuiApplication::palette().color(QPalette::Window));
                QImage on = off;
                QStyleOptionButton option;
                option.rect = off.rect();
                option.palette = QApplication::palette("QMenu");
                option.state = QStyle::State_Enabled | QStyle::State_Off;
                QPainter offPainter(&off);
                QApplication::style()->drawPrimitive(box, &option, &offPainter);
                option.state = QStyle::State_Enabled | QStyle::State_On;
                QPainter onPainter(&on);
                QApplication::style()->drawPrimitive(box, &option, &onPainter);
                const QColor ground = QGuiApplication::palette().color(QPalette::Window);
                QVERIFY(std::max(contrastOf(off.pixelColor(0, 8), ground),
                                 contrastOf(off.pixelColor(1, 8), ground)) >= graphics);
                QVERIFY(contrastOf(on.pixelColor(3, 5), ground) >= graphics ||
                        contrastOf(on.pixelColor(4, 5), ground) >= graphics);
                QVERIFY(on != off);
            }
        }
    }

    void slimScrollBarReachesBothEnds()
    {
        QStyleOptionSlider bar;
        bar.rect = QRect(10, 20, 300, 12);
        bar.orientation = Qt::Horizontal;
        bar.direction = Qt::LeftToRight;
        bar.minimum = 0;
        bar.maximum = 2'000'000'000; // page and range together are more than an int holds
        bar.pageStep = 2'000'000'000;
        const QStyle *style = QApplication::style();
        const auto part = [&](QStyle::SubControl which) {
            return style->subControlRect(QStyle::CC_ScrollBar, &bar, which);
        };
        bar.sliderPosition = 0;
        QCOMPARE(part(QStyle::SC_ScrollBarSlider).left(), bar.rect.left());
        QCOMPARE(part(QStyle::SC_ScrollBarSlider).width(), 150);
        bar.sliderPosition = bar.maximum;
        QCOMPARE(part(QStyle::SC_ScrollBarSlider).right(), bar.rect.right());
        QVERIFY(part(QStyle::SC_ScrollBarAddPage).isEmpty());
        QVERIFY(part(QStyle::SC_ScrollBarAddLine).isEmpty());
        bar.direction = Qt::RightToLeft;
        QCOMPARE(part(QStyle::SC_ScrollBarSlider).left(), bar.rect.left());

        bar.pageStep = 1; // of very many rows: still something to catch
        QVERIFY(part(QStyle::SC_ScrollBarSlider).width() >= 32);
        bar.rect.setWidth(20);
        QCOMPARE(part(QStyle::SC_ScrollBarSlider).width(), 20);
        bar.maximum = 0;
        QCOMPARE(part(QStyle::SC_ScrollBarSlider), bar.rect);
    }

    void markOfAMenuIsLevelWithItsWords()
    {
        QMenu menu;
        QToolButton button;
        button.setAutoRaise(true);
        button.setText(QStringLiteral("HHHH"));
        button.setToolButtonStyle(Qt::ToolButtonTextOnly);
        button.setPopupMode(QToolButton::InstantPopup);
        button.setMenu(&menu);
        button.resize(button.sizeHint());
        for (const Qt::LayoutDirection direction : {Qt::LeftToRight, Qt::RightToLeft}) {
            button.setLayoutDirection(direction);
            const QImage image = button.grab().toImage();
            const auto middleOf = [&](int from, int to) {
                int top = image.height();
                int bottom = -1;
                for (int y = 0; y < image.height(); ++y)
                    for (int x = from; x < to; ++x)
                        if (contrastOf(image.pixelColor(x, y), image.pixelColor(0, 0)) > graphics) {
                            top = std::min(top, y);
                            bottom = y;
                        }
                return bottom < 0 ? -100 : (top + bottom) / 2;
            };
            const int end = 2 * button.fontMetrics().averageCharWidth();
            const int width = image.width();
            const bool atRight = direction == Qt::LeftToRight;
            const int mark = atRight ? middleOf(width - end, width) : middleOf(0, end);
            const int words = atRight ? middleOf(0, width - end - 2) : middleOf(end + 2, width);
            QVERIFY2(mark > 0 && std::abs(mark - words) <= 1,
                     qPrintable(QStringLiteral("%1, words %2").arg(mark).arg(words)));
        }
    }

    void scrollBarStandsOnWhatItScrolls()
    {
        for (const Theme theme : {Theme::Light, Theme::Dark}) {
            applyTheme(theme);
            const QPalette colours = QGuiApplication::palette();
            QScrollArea form;
            form.setWidget(new QWidget);
            form.widget()->resize(80, 2000);
            QTreeWidget rows;
            for (int i = 0; i < 200; ++i)
                rows.addTopLevelItem(new QTreeWidgetItem);
            for (QAbstractScrollArea *area :
                 {static_cast<QAbstractScrollArea *>(&form), static_cast<QAbstractScrollArea *>(&rows)}) {
                area->resize(120, 150);
                area->show();
                const QImage bar = area->verticalScrollBar()->grab().toImage();
                const QPalette::ColorRole role = area == &form ? QPalette::Window : QPalette::Base;
                QCOMPARE(bar.pixelColor(1, bar.height() - 3), colours.color(role));
                const QColor thumb = bar.pixelColor(bar.width() / 2, 12);
                QVERIFY(contrastOf(thumb, colours.color(role)) >= graphics);
            }
        }
    }

    void splitterIsALine()
    {
        QSplitter splitter;
        splitter.addWidget(new QWidget);
        splitter.addWidget(new QWidget);
        splitter.resize(200, 50);
        const QImage image = splitter.grab().toImage();
        const QRect handle = splitter.handle(1)->geometry();
        int changed = 0;
        for (int x = handle.left(); x <= handle.right(); ++x)
            changed += image.pixelColor(x, 25) != QGuiApplication::palette().color(QPalette::Window) ? 1 : 0;
        QCOMPARE(changed, 1);
    }

    void headerArrowLeavesTheTextAlone_data()
    {
        QTest::addColumn<Qt::LayoutDirection>("direction");
        QTest::addColumn<Qt::Alignment>("alignment");
        QTest::newRow("names") << Qt::LeftToRight << Qt::Alignment(Qt::AlignLeft | Qt::AlignVCenter);
        QTest::newRow("figures") << Qt::LeftToRight << Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter);
        QTest::newRow("mirrored names") << Qt::RightToLeft << Qt::Alignment(Qt::AlignLeft | Qt::AlignVCenter);
        QTest::newRow("mirrored figures")
            << Qt::RightToLeft << Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter);
    }
    void headerArrowLeavesTheTextAlone()
    {
        QFETCH(Qt::LayoutDirection, direction);
        QFETCH(Qt::Alignment, alignment);
        QHeaderView view(Qt::Horizontal);
        QStyleOptionHeader header;
        header.rect = QRect(50, 3, 120, 30);
        header.orientation = Qt::Horizontal;
        header.direction = direction;
        header.textAlignment = alignment;
        const auto rectOf = [&](QStyle::SubElement element) {
            return QApplication::style()->subElementRect(element, &header, &view);
        };
        const QRect unsorted = rectOf(QStyle::SE_HeaderLabel);
        const int margin = view.fontMetrics().averageCharWidth();
        QCOMPARE(unsorted, header.rect.adjusted(margin, 0, -margin, 0));
        header.sortIndicator = QStyleOptionHeader::SortDown;
        const QRect label = rectOf(QStyle::SE_HeaderLabel);
        const QRect arrow = rectOf(QStyle::SE_HeaderArrow);
        QVERIFY(!arrow.isEmpty() && header.rect.contains(arrow));
        QVERIFY(!label.intersects(arrow));
        QCOMPARE(arrow.center().y(), header.rect.center().y());
        const bool textIsRight = alignment.testFlag(Qt::AlignRight) != (direction == Qt::RightToLeft);
        QCOMPARE(arrow.center().x() < label.center().x(), textIsRight);
        QCOMPARE(textIsRight ? label.right() : label.left(),
                 textIsRight ? unsorted.right() : unsorted.left());
    }

    void headerArrowIsPaintedInItsPlace()
    {
        QTreeWidget tree;
        tree.setHeaderLabels({QString(), QString()});
        tree.setSortingEnabled(true);
        tree.sortByColumn(0, Qt::AscendingOrder);
        tree.resize(300, 100);
        tree.header()->resizeSection(0, 150);
        const QImage image = tree.header()->grab().toImage().copy(0, 0, 140, tree.header()->height() - 2);
        const QColor ground = lightPalette().color(QPalette::Window);
        int top = image.height();
        int bottom = 0;
        int left = image.width();
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                if (contrastOf(image.pixelColor(x, y), ground) > graphics) {
                    top = std::min(top, y);
                    bottom = std::max(bottom, y);
                    left = std::min(left, x);
                }
        QVERIFY(left > 75); // at the far end
        QVERIFY(std::abs((top + bottom) / 2 - tree.header()->height() / 2) <= 2);
    }

    void iconAndTextOfAButtonAreOneGroup()
    {
        QPushButton button(icon(Glyph::Check), QString());
        button.setText(QStringLiteral("Test"));
        button.resize(300, 30);
        const auto shown = [&button](Qt::LayoutDirection direction) {
            button.setLayoutDirection(direction);
            return button.grab().toImage().copy(10, 5, 280, 20); // without its edge
        };
        const QColor ink = lightPalette().color(QPalette::ButtonText);
        const auto [left, right] = extentOf(shown(Qt::LeftToRight), ink);
        QVERIFY(left > 0);
        QVERIFY(std::abs((left + right) / 2 - 140) < 8);
        QVERIFY(right - left < 90);
        const auto [mirroredLeft, mirroredRight] = extentOf(shown(Qt::RightToLeft), ink);
        QVERIFY(std::abs((mirroredLeft + mirroredRight) / 2 - 140) < 8);
        QVERIFY(mirroredRight - mirroredLeft < 90);
        // The sign leads, whichever way it goes: the letters are elsewhere.
        QVERIFY(shown(Qt::LeftToRight) != shown(Qt::RightToLeft));
    }

    void arrowStandsBeforeTheTextWhicheverWayItGoes()
    {
        QToolButton button;
        button.setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button.setAutoRaise(true);
        button.setText(QStringLiteral("HHHH"));
        button.setArrowType(Qt::DownArrow);
        button.resize(button.sizeHint());
        button.setLayoutDirection(Qt::RightToLeft);
        const QImage open = button.grab().toImage();
        button.setArrowType(Qt::LeftArrow);
        const QImage closed = button.grab().toImage();
        // Only the arrow differs between them.
        int from = -1;
        int to = -1;
        for (int x = 0; x < open.width(); ++x)
            for (int y = 0; y < open.height(); ++y)
                if (open.pixel(x, y) != closed.pixel(x, y)) {
                    from = from < 0 ? x : from;
                    to = x;
                }
        QVERIFY(from > open.width() / 2);
        QVERIFY(to < open.width());
        int textEnd = -1;
        for (int x = 2; x < from; ++x)
            for (int y = 0; y < open.height(); ++y)
                if (contrastOf(open.pixelColor(x, y), open.pixelColor(0, 0)) > graphics)
                    textEnd = x;
        QVERIFY(textEnd > 2);
        QVERIFY(from - textEnd >= 2);
    }

    void whatAWindowIsAboutIsFilled()
    {
        for (const Theme theme : {Theme::Light, Theme::Dark}) {
            applyTheme(theme);
            const QColor accent = QGuiApplication::palette().color(QPalette::Active, QPalette::Highlight);
            QPushButton button(QStringLiteral("Upload"));
            button.resize(200, 30);
            const auto fill = [&button] { return button.grab().toImage().pixelColor(12, 15); };
            QVERIFY(!isNear(fill(), accent));
            button.setDefault(true);
            QVERIFY(isNear(fill(), accent));
            QVERIFY(contrastOf(fill(), QGuiApplication::palette().color(QPalette::BrightText)) >= text);
            button.setEnabled(false);
            QVERIFY(!isNear(fill(), accent));
        }
    }

    void progressFillsFromTheLeadingEnd()
    {
        QProgressBar bar;
        bar.setTextVisible(false);
        bar.setRange(0, 100);
        bar.setValue(25);
        bar.resize(200, 20);
        const QColor accent = lightPalette().color(QPalette::Highlight);
        const auto filled = [&bar, &accent] { return extentOf(bar.grab().toImage(), accent); };
        QVERIFY(filled().first <= 3 && std::abs(filled().second - 50) <= 3);
        bar.setLayoutDirection(Qt::RightToLeft);
        QVERIFY(std::abs(filled().first - 150) <= 3 && filled().second >= 196);
        bar.setValue(0);
        QCOMPARE(filled().first, -1);
        bar.setRange(0, 0); // nobody knows how long
        const auto [from, to] = filled();
        QVERIFY(from >= 0 && std::abs(to - from - 60) <= 4);
    }

    void busyBarKeepsOneClock()
    {
        QProgressBar bar;
        bar.setRange(0, 0);
        for (int i = 0; i < 20; ++i)
            bar.grab();
        QCOMPARE(bar.findChildren<QTimer *>().size(), 1);
    }

    void fieldsKeepTheirTextOffTheEdge()
    {
        QLineEdit field(QStringLiteral("HHH"));
        QFont bold =
            field.font(); // its stems are wide enough to show the colour itself, however glyphs are smoothed
        bold.setBold(true);
        bold.setPixelSize(20);
        field.setFont(bold);
        field.resize(120, 32);
        const QImage image = field.grab().toImage().copy(3, 6, 100, 20);
        QVERIFY(extentOf(image, lightPalette().color(QPalette::Text)).first >= 2);
    }

    void toolBarLeavesOutItsWordsBeforeItsButtons()
    {
        QMainWindow window;
        auto *bar = new FittingToolBar;
        window.addToolBar(bar);
        for (const char *words : {"Add some files", "Add some folders", "Begin anew"})
            bar->addAction(icon(Glyph::AddFiles), QString::fromLatin1(words));
        auto *field = new QLineEdit;
        bar->addWidget(field);
        window.show();
        window.resize(900, 200);
        QTRY_COMPARE(bar->toolButtonStyle(), Qt::ToolButtonTextBesideIcon);
        const int words = bar->sizeHint().width();
        window.resize(words - 20, 200);
        QTRY_COMPARE(bar->toolButtonStyle(), Qt::ToolButtonIconOnly);
        QTRY_VERIFY(field->isVisible() && bar->rect().contains(field->geometry()));
        window.resize(900, 200);
        QTRY_COMPARE(bar->toolButtonStyle(), Qt::ToolButtonTextBesideIcon);
        QFont large = bar->font(); // at 900 pixels there is room for these words no more
        large.setPointSizeF(large.pointSizeF() * 4);
        bar->setFont(large);
        QTRY_COMPARE(bar->toolButtonStyle(), Qt::ToolButtonIconOnly);
    }

    void windowsBeginWithinTheirScreen()
    {
        QWidget window;
        resizeWithinScreen(&window, {100, 100'000});
        QCOMPARE(window.width(), 100);
        QVERIFY(window.height() < window.screen()->availableGeometry().height());
    }

    void rowsGrowWithTheFont()
    {
        QFont font;
        font.setPixelSize(12);
        const QFontMetrics small(font);
        font.setPixelSize(24);
        const QFontMetrics large(font);
        QVERIFY(rowPadding(Density::Compact, small) >= 1);
        QVERIFY(rowPadding(Density::Roomy, small) > rowPadding(Density::Compact, small));
        QVERIFY(rowPadding(Density::Roomy, large) > rowPadding(Density::Roomy, small));
    }
};

QTEST_MAIN(LookTest)
#include "look_test.moc"
