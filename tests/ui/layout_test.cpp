// What a person arranges in the window is there again at the next start: two windows, one state folder.
#include "tests/engine/engine_fixture.h"
#include "ui/detail/detail_pane.h"
#include "ui/look/theme.h"
#include "ui/main_window.h"
#include "ui/queue/queue_view.h"
#include "ui/queue/sidebar.h"
#include "ui/settings/ui_settings.h"

#include <QAction>
#include <QApplication>
#include <QHeaderView>
#include <QSplitter>

using namespace gantry;

namespace {

int asSection(QueueColumn column)
{
    return static_cast<int>(column);
}

} // namespace

class LayoutTest : public EngineTestBase
{
    Q_OBJECT

private:
    std::unique_ptr<FakeService> m_service;
    std::unique_ptr<Workstation> m_station;
    std::unique_ptr<UiSettings> m_settings;
    std::unique_ptr<MainWindow> m_window;

    // The next start of the program, as far as the window is concerned.
    void open()
    {
        if (m_window)
            m_window->close();
        m_window.reset();
        m_settings.reset(); // writes
        m_settings = std::make_unique<UiSettings>(m_station->stateDir());
        m_window = std::make_unique<MainWindow>(m_station->engine(), *m_settings, QList<DestinationKind>());
        m_window->show();
        m_window->load();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        QTRY_COMPARE(m_window->store().size(), 3);
    }

    QueueView &view() const { return *m_window->findChild<QueueView *>(); }
    QHeaderView &columns() const { return *view().header(); }
    DetailPane &detail() const { return *m_window->findChild<DetailPane *>(); }
    Sidebar &sidebar() const { return *m_window->findChild<Sidebar *>(); }
    int rowHeight() const { return view().visualRect(view().model()->index(0, 0)).height(); }

    QSplitter &splitter(Qt::Orientation orientation) const
    {
        for (QSplitter *each : m_window->findChildren<QSplitter *>())
            if (each->orientation() == orientation)
                return *each;
        qFatal("there is no such splitter");
    }

    QStringList names() const
    {
        QStringList shown;
        for (int row = 0; row < view().model()->rowCount(); ++row)
            shown.append(view().model()->index(row, asSection(QueueColumn::Name)).data().toString());
        return shown;
    }

    // As a person does: widths that nobody set follow the window.
    void widen(QueueColumn column, int by) const
    {
        QWidget *header = columns().viewport();
        const int section = asSection(column);
        const QPoint edge(columns().sectionViewportPosition(section) + columns().sectionSize(section) - 1,
                          header->height() / 2);
        const int before = columns().sectionSize(section);
        QTest::mousePress(header, Qt::LeftButton, {}, edge);
        QTest::mouseMove(header, edge + QPoint(by, 0));
        QTest::mouseRelease(header, Qt::LeftButton, {}, edge + QPoint(by, 0));
        QCOMPARE(columns().sectionSize(section), before + by);
    }

    void press(const QKeySequence &keys) const
    {
        for (QAction *action : m_window->findChildren<QAction *>()) {
            if (action->shortcut() == keys) {
                action->trigger();
                return;
            }
        }
        qFatal("no action has these keys");
    }

private Q_SLOTS:
    void initTestCase() { applyTheme(Theme::Light); }

    void init()
    {
        m_service = std::make_unique<FakeService>();
        m_station = std::make_unique<Workstation>(*m_service);
        m_station->options.sending = false;
        QVERIFY(m_station->start());
        for (const char *name : {"b.mov", "c.mov", "a.mov"})
            m_station->add(file(bytesOf(1000), QLatin1String(name)), QLatin1String(name));
        open();
    }

    void cleanup()
    {
        m_window.reset();
        m_settings.reset();
        m_station.reset();
        m_service.reset();
    }

    void columnsStay()
    {
        QVERIFY(columns().isSectionHidden(asSection(QueueColumn::Priority))); // at first
        columns().hideSection(asSection(QueueColumn::Speed));
        columns().showSection(asSection(QueueColumn::Added));
        columns().moveSection(columns().visualIndex(asSection(QueueColumn::Destination)), 1);
        widen(QueueColumn::Size, 23);
        const int width = columns().sectionSize(asSection(QueueColumn::Size));
        for (int start = 0; start < 2; ++start) { // nothing wears off
            open();
            QVERIFY(columns().isSectionHidden(asSection(QueueColumn::Priority)));
            QVERIFY(columns().isSectionHidden(asSection(QueueColumn::Speed)));
            QVERIFY(!columns().isSectionHidden(asSection(QueueColumn::Added)));
            QCOMPARE(columns().visualIndex(asSection(QueueColumn::Destination)), 1);
            QCOMPARE(columns().sectionSize(asSection(QueueColumn::Size)), width);
        }
    }

    void theLayoutOutlivesACrash()
    {
        widen(QueueColumn::Size, 23);
        QTRY_COMPARE_WITH_TIMEOUT(UiSettings(m_station->stateDir()).bytes(UiSetting::QueueColumns),
                                  view().saveColumns(), longEnough);
    }

    void theOrderStays()
    {
        const QStringList asAdded{QStringLiteral("b.mov"), QStringLiteral("c.mov"), QStringLiteral("a.mov")};
        QCOMPARE(names(), asAdded);
        view().sortByColumn(asSection(QueueColumn::Name), Qt::DescendingOrder);
        open();
        QCOMPARE(columns().sortIndicatorSection(), asSection(QueueColumn::Name));
        QCOMPARE(columns().sortIndicatorOrder(), Qt::DescendingOrder);
        QCOMPARE(names(),
                 (QStringList{QStringLiteral("c.mov"), QStringLiteral("b.mov"), QStringLiteral("a.mov")}));
        view().sortByColumn(-1, Qt::AscendingOrder);
        open();
        QCOMPARE(columns().sortIndicatorSection(), -1);
        QCOMPARE(names(), asAdded);
    }

    void sizesStay()
    {
        m_window->resize(777, 666);
        QTRY_COMPARE(m_window->size(), QSize(777, 666));
        QSplitter &across = splitter(Qt::Horizontal);
        across.setSizes({200, across.width() - 200});
        QSplitter &down = splitter(Qt::Vertical);
        down.setSizes({down.height() - 250, 250});
        const QList<int> acrossSizes = across.sizes();
        const QList<int> downSizes = down.sizes();
        open();
        QCOMPARE(m_window->size(), QSize(777, 666));
        QTRY_COMPARE(splitter(Qt::Horizontal).sizes(), acrossSizes);
        QTRY_COMPARE(splitter(Qt::Vertical).sizes(), downSizes);
    }

    void panesStayFoldedAndComeBackAsTheyWere()
    {
        QSplitter &down = splitter(Qt::Vertical);
        down.setSizes({down.height() - 220, 220});
        const int height = detail().height();
        QVERIFY(height > 100);
        detail().setTab(2);
        press(Qt::Key_F8);
        press(Qt::Key_F9);
        QVERIFY(!detail().isVisible());
        QVERIFY(!sidebar().isVisible());
        open();
        QVERIFY(!detail().isVisible());
        QVERIFY(!sidebar().isVisible());
        press(Qt::Key_F8);
        press(Qt::Key_F9);
        QVERIFY(detail().isVisible());
        QTRY_VERIFY2(qAbs(detail().height() - height) <= 2, qPrintable(QString::number(detail().height())));
        QTRY_VERIFY(sidebar().width() > 50);
        QCOMPARE(detail().tab(), 2);
    }

    void theDetailPaneBeginsWithRoomForItsPages()
    {
        const double share = static_cast<double>(detail().height()) / splitter(Qt::Vertical).height();
        QVERIFY2(share > 0.35 && share < 0.45, qPrintable(QString::number(share)));
    }

    // 800 by 600 pixels at 150 percent are 533 by 400, less the frame.
    void theWindowFitsASmallScreen()
    {
        const QSize least = m_window->minimumSizeHint();
        const QFontMetrics metrics = m_window->fontMetrics();
        QVERIFY2(least.width() <= 533 * metrics.averageCharWidth() / 6,
                 qPrintable(QString::number(least.width())));
        QVERIFY2(least.height() <= 375 * metrics.height() / 14, qPrintable(QString::number(least.height())));
    }

    // A sign without its word says little.
    void theSidebarKeepsItsWords()
    {
        m_window->resize(500, 400);
        QSplitter &across = splitter(Qt::Horizontal);
        across.setSizes({10, 10'000});
        const QFontMetrics metrics = sidebar().fontMetrics();
        const QString words = sidebar().model()->index(4, 0).data().toString();
        QVERIFY2(sidebar().viewport()->width() >
                     metrics.horizontalAdvance(words) + 16 + 2 * metrics.averageCharWidth(),
                 qPrintable(words));
    }

    // Dragged shut, a pane could not be brought back by any key.
    void aDraggedSplitterLeavesSomethingToSee()
    {
        for (const Qt::Orientation orientation : {Qt::Vertical, Qt::Horizontal}) {
            QSplitter &bar = splitter(orientation);
            bar.setSizes(orientation == Qt::Vertical ? QList<int>{10'000, 0} : QList<int>{0, 10'000});
            QVERIFY2(!bar.sizes().contains(0), orientation == Qt::Vertical ? "detail pane" : "sidebar");
        }
    }

    void densityCountsAtOnceAndStays()
    {
        QTRY_VERIFY(rowHeight() > 0);
        const int roomy = rowHeight();
        m_settings->setDensity(Density::Compact);
        QTRY_VERIFY2(rowHeight() < roomy, qPrintable(QString::number(rowHeight())));
        const int compact = rowHeight();
        open();
        QTRY_COMPARE(rowHeight(), compact);
        m_settings->setDensity(Density::Roomy);
        QTRY_COMPARE(rowHeight(), roomy);
    }

    void theChoiceInTheSidebarStays()
    {
        sidebar().choose(QStringLiteral("mood/paused"));
        QTRY_COMPARE(view().model()->rowCount(), 0);
        open();
        QCOMPARE(sidebar().choiceName(), QStringLiteral("mood/paused"));
        QCOMPARE(view().model()->rowCount(), 0);
        sidebar().choose(QStringLiteral("destination/studio")); // known only a little after the start
        open();
        QTRY_COMPARE(sidebar().choiceName(), QStringLiteral("destination/studio"));
        QTRY_COMPARE(view().model()->rowCount(), 3);
    }

    void damagedLayoutsCostNothingButTheLayout()
    {
        m_window.reset(); // it does not save what it is like
        for (const UiSetting setting :
             {UiSetting::WindowGeometry, UiSetting::WindowState, UiSetting::MainSplitter,
              UiSetting::DetailSplitter, UiSetting::QueueColumns})
            m_settings->setBytes(setting, QByteArray("1:nonsense\xff\x00\x01", 13));
        m_settings->setText(UiSetting::SidebarChoice, QStringLiteral("destination/gone"));
        open();
        QVERIFY(m_window->width() > 300);
        QVERIFY(!columns().isSectionHidden(asSection(QueueColumn::Name)));
        QCOMPARE(view().model()->rowCount(), 3);
        QVERIFY(detail().isVisible());
    }
};

QTEST_MAIN(LayoutTest)
#include "layout_test.moc"
