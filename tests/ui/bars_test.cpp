// The bars and lines around the queue: what stands in them can be read in each theme, also when it changes
// while they are shown, and words begin at the same end whichever way they run.
#include "tests/ui/made_up_uploads.h"
#include "ui/detail/decision_bar.h"
#include "ui/look/glyph_mark.h"
#include "ui/look/state_colours.h"
#include "ui/look/theme.h"
#include "ui/notice_bar.h"
#include "ui/status_line.h"

#include <QApplication>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace gantry;

namespace {

constexpr double text = 4.5; // WCAG 2.1 AA
constexpr double graphics = 3;

const QString question = QStringLiteral("/media/card/a.mov has changed since its upload began.");

// One of each, as they stand in the window.
struct Shown
{
    Shown()
        : status(queue.store(), new QPushButton(QStringLiteral("limit")))
    {
        auto *column = new QVBoxLayout(&window);
        for (QWidget *each : {static_cast<QWidget *>(&notices), static_cast<QWidget *>(&asking),
                              static_cast<QWidget *>(&status)})
            column->addWidget(each);
        notices.show({QStringLiteral("info"), Notice::Tone::Info, QStringLiteral("Something"), {}, true});
        notices.show({QStringLiteral("warning"),
                      Notice::Tone::Warning,
                      QStringLiteral("Something else"),
                      {{QStringLiteral("Undo"), {}}},
                      true});
        asking.ask(question);
        status.setJournalTrouble(QStringLiteral("The disk is full"));
        window.resize(900, 400);
        window.show();
    }

    ~Shown()
    {
        for (QWidget *each : {static_cast<QWidget *>(&notices), static_cast<QWidget *>(&asking),
                              static_cast<QWidget *>(&status)})
            each->setParent(nullptr);
    }

    QImage pictureOf(const QWidget &part)
    {
        return window.grab().toImage().copy(QRect(part.mapTo(&window, QPoint()), part.size()));
    }

    MadeUpQueue queue;
    QWidget window;
    NoticeBar notices;
    DecisionBar asking;
    StatusLine status;
};

// The highest contrast of any pixel with the first.
double contrastIn(const QImage &image)
{
    double highest = 1;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            highest = std::max(highest, contrastOf(image.pixelColor(x, y), image.pixelColor(0, 0)));
    return highest;
}

} // namespace

class BarsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup()
    {
        QGuiApplication::setLayoutDirection(Qt::LeftToRight);
        applyTheme(Theme::Light);
    }

    void canBeReadAfterAChangeOfTheme_data()
    {
        QTest::addColumn<Theme>("before");
        QTest::addColumn<Theme>("after");
        QTest::newRow("light") << Theme::Light << Theme::Light;
        QTest::newRow("dark") << Theme::Dark << Theme::Dark;
        QTest::newRow("light to dark") << Theme::Light << Theme::Dark;
        QTest::newRow("dark to light") << Theme::Dark << Theme::Light;
    }
    void canBeReadAfterAChangeOfTheme()
    {
        QFETCH(Theme, before);
        QFETCH(Theme, after);
        applyTheme(before);
        Shown shown;
        applyTheme(after);
        QCoreApplication::processEvents();
        int labels = 0;
        for (const QLabel *label : shown.window.findChildren<QLabel *>()) {
            if (!label->isVisible() || label->text().isEmpty())
                continue;
            ++labels;
            const QColor ground = shown.pictureOf(*label).pixelColor(0, 0);
            const QColor ink = label->palette().color(label->foregroundRole());
            QVERIFY2(contrastOf(ink, ground) >= text,
                     qPrintable(label->text() + ink.name() + QStringLiteral(" on ") + ground.name()));
        }
        QCOMPARE(labels, 5);
        int marks = 0;
        for (const GlyphMark *mark : shown.window.findChildren<GlyphMark *>()) {
            ++marks;
            const double contrast = contrastIn(shown.pictureOf(*mark));
            QVERIFY2(contrast >= graphics, qPrintable(QString::number(contrast)));
        }
        QCOMPARE(marks, 4);
        for (const QPushButton *button : shown.window.findChildren<QPushButton *>()) {
            const QColor ground = shown.pictureOf(*button).pixelColor(5, button->height() / 2);
            QVERIFY2(contrastOf(button->palette().color(QPalette::ButtonText), ground) >= text,
                     qPrintable(button->text() + ground.name()));
        }
    }

    // A name in Latin letters, in a window that runs from the right: after its sign, not at the far end.
    void wordsBeginBesideTheirSign_data()
    {
        QTest::addColumn<QString>("words");
        QTest::newRow("latin") << question;
        QTest::newRow("hebrew") << QStringLiteral("הקובץ השתנה מאז");
    }
    void wordsBeginBesideTheirSign()
    {
        QFETCH(QString, words);
        for (const Qt::LayoutDirection direction : {Qt::LeftToRight, Qt::RightToLeft}) {
            QGuiApplication::setLayoutDirection(direction);
            Shown shown;
            shown.asking.ask(words);
            shown.notices.show({QStringLiteral("warning"), Notice::Tone::Warning, words, {}, true});
            QCoreApplication::processEvents(); // a new notice is shown with the next layout
            int seen = 0;
            for (const QLabel *label : shown.window.findChildren<QLabel *>()) {
                if (label->text() != words || !label->isVisible())
                    continue;
                ++seen;
                const QImage image = shown.pictureOf(*label);
                const auto isInk = [&image](int x) {
                    for (int y = 0; y < image.height(); ++y)
                        if (contrastOf(image.pixelColor(x, y), image.pixelColor(0, 0)) > graphics)
                            return true;
                    return false;
                };
                int gap = 0; // between the leading end and the first letter
                while (gap < image.width() &&
                       !isInk(direction == Qt::LeftToRight ? gap : image.width() - 1 - gap))
                    ++gap;
                QVERIFY2(gap < 20, qPrintable(QString::number(gap)));
            }
            QCOMPARE(seen, 2);
        }
    }
};

QTEST_MAIN(BarsTest)
#include "bars_test.moc"
