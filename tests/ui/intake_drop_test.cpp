#include "ui/intake/drop_overlay.h"

#include <QDragEnterEvent>
#include <QLineEdit>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>
#include <QUrl>
#include <QVBoxLayout>
#include <QWindow>

using namespace gantry;

class IntakeDropTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void saysWhereTheyGo();
    void filesAreTaken();
    void otherThingsAreNot_data();
    void otherThingsAreNot();
    void leavingUncovers();
    void aLostDragUncovers();
    void coversAllOfAWindowThatGrows();
    void comesBeforeWidgetsThatTakeDrops();
    void outlivesItsWindow();

private:
    template <class Event>
    bool send(QObject *to, const QMimeData &data, Qt::DropActions actions = Qt::CopyAction)
    {
        Event event(QPoint(20, 20), actions, &data, Qt::LeftButton, Qt::NoModifier);
        event.ignore();
        QCoreApplication::sendEvent(to, &event);
        return event.isAccepted() && event.dropAction() == Qt::CopyAction;
    }
    bool drop(QObject *to, const QMimeData &data)
    {
        QDropEvent event(QPointF(20, 20), Qt::CopyAction | Qt::MoveAction, &data, Qt::LeftButton,
                         Qt::NoModifier);
        event.ignore();
        QCoreApplication::sendEvent(to, &event);
        return event.isAccepted() && event.dropAction() == Qt::CopyAction;
    }
    QWidget *veil() const { return m_window->childAt(5, 5); }

    QMimeData m_files;
    std::unique_ptr<QWidget> m_window;
    std::unique_ptr<DropOverlay> m_overlay;
};

void IntakeDropTest::init()
{
    m_files.setUrls({QUrl(QStringLiteral("file:///a/one%20two.mov")), QUrl(QStringLiteral("file:///b"))});
    m_window = std::make_unique<QWidget>();
    m_window->resize(400, 300);
    m_overlay = std::make_unique<DropOverlay>();
    m_overlay->installOn(m_window.get());
    m_overlay->setDestination(QStringLiteral("Studio"));
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
}

void IntakeDropTest::cleanup()
{
    m_overlay.reset();
    m_window.reset();
}

void IntakeDropTest::saysWhereTheyGo()
{
    QVERIFY(m_overlay->text().contains(QStringLiteral("Studio")));
    m_overlay->setDestination(QStringLiteral("Studio"), true);
    QVERIFY(!m_overlay->text().contains(QStringLiteral("Studio")));
    const QString asked = m_overlay->text();
    m_overlay->setDestination({});
    QVERIFY(!m_overlay->text().isEmpty());
    QVERIFY(m_overlay->text() != asked);
}

void IntakeDropTest::filesAreTaken()
{
    QSignalSpy dropped(m_overlay.get(), &DropOverlay::dropped);
    QVERIFY(send<QDragEnterEvent>(m_window.get(), m_files));
    QVERIFY(m_overlay->isShown());
    QVERIFY(veil() != nullptr);
    QCOMPARE(veil()->geometry(), m_window->rect());
    QVERIFY(send<QDragMoveEvent>(veil(), m_files));
    QVERIFY(dropped.isEmpty());
    QVERIFY(drop(veil(), m_files)); // a move is proposed too: the files stay where they are
    QVERIFY(!m_overlay->isShown());
    QCOMPARE(dropped.size(), 1);
    QCOMPARE(dropped[0][0].toStringList(),
             QStringList({QStringLiteral("/a/one two.mov"), QStringLiteral("/b")}));
    QCOMPARE(m_window->childAt(5, 5), nullptr);
}

void IntakeDropTest::otherThingsAreNot_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("actions");
    QTest::newRow("text") << QString() << QStringLiteral("/a/b.mov") << int(Qt::CopyAction);
    QTest::newRow("web") << QStringLiteral("https://example.com/a") << QString() << int(Qt::CopyAction);
    QTest::newRow("elsewhere") << QStringLiteral("file://other.example/a") << QString()
                               << int(Qt::CopyAction);
    QTest::newRow("only to be moved") << QStringLiteral("file:///a") << QString() << int(Qt::MoveAction);
}

void IntakeDropTest::otherThingsAreNot()
{
    QFETCH(QString, url);
    QFETCH(QString, text);
    QFETCH(int, actions);
    QMimeData data;
    if (!url.isEmpty())
        data.setUrls({QUrl(url)});
    if (!text.isEmpty())
        data.setText(text);
    QSignalSpy dropped(m_overlay.get(), &DropOverlay::dropped);
    QVERIFY(!send<QDragEnterEvent>(m_window.get(), data, Qt::DropActions(actions)));
    QVERIFY(!m_overlay->isShown());
    if (actions == Qt::CopyAction)
        QVERIFY(!drop(m_window.get(), data));
    QVERIFY(dropped.isEmpty());
}

void IntakeDropTest::leavingUncovers()
{
    QVERIFY(send<QDragEnterEvent>(m_window.get(), m_files));
    QDragLeaveEvent leave;
    QCoreApplication::sendEvent(veil(), &leave);
    QVERIFY(!m_overlay->isShown());
    QVERIFY(send<QDragEnterEvent>(m_window.get(), m_files)); // and back
    QVERIFY(m_overlay->isShown());
}

void IntakeDropTest::aLostDragUncovers()
{
    QVERIFY(send<QDragEnterEvent>(m_window.get(), m_files));
    QTest::mouseMove(veil(), QPoint(30, 30));
    QTRY_VERIFY(!m_overlay->isShown());
}

void IntakeDropTest::coversAllOfAWindowThatGrows()
{
    QVERIFY(send<QDragEnterEvent>(m_window.get(), m_files));
    m_window->resize(500, 350);
    QTRY_COMPARE(veil()->size(), QSize(500, 350));
}

// As the window system has it: the native window gets the event, and finds the widget under the pointer.
void IntakeDropTest::comesBeforeWidgetsThatTakeDrops()
{
    auto *layout = new QVBoxLayout(m_window.get());
    layout->setContentsMargins(0, 0, 0, 0);
    auto *field = new QLineEdit;
    field->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    layout->addWidget(field);
    QTRY_COMPARE(m_window->childAt(20, 20), field);
    QSignalSpy dropped(m_overlay.get(), &DropOverlay::dropped);
    QWindow *native = m_window->windowHandle();
    QVERIFY(send<QDragEnterEvent>(native, m_files));
    QVERIFY(m_overlay->isShown());
    QVERIFY(send<QDragMoveEvent>(native, m_files));
    QVERIFY(drop(native, m_files));
    QCOMPARE(dropped.size(), 1);
    QCOMPARE(field->text(), QString());
    QVERIFY(!m_overlay->isShown());

    // What is no file goes where it always went.
    QMimeData text;
    text.setText(QStringLiteral("words"));
    QVERIFY(send<QDragEnterEvent>(native, text));
    QVERIFY(!m_overlay->isShown());
    QVERIFY(drop(native, text));
    QCOMPARE(field->text(), QStringLiteral("words"));
}

void IntakeDropTest::outlivesItsWindow()
{
    QVERIFY(send<QDragEnterEvent>(m_window.get(), m_files));
    m_window.reset();
    QVERIFY(!m_overlay->isShown());
    m_overlay->setDestination(QStringLiteral("Other"));
}

QTEST_MAIN(IntakeDropTest)
#include "intake_drop_test.moc"
