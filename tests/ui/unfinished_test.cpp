// What is unfinished on a store, in its dialog: listed, measured, continued, ended after a question; and the
// rule. And by its button in the window: one for each destination.
#include "ui/destinations/unfinished_dialog.h"

#include "engine/protocol/backend_catalogue.h"
#include "tests/engine/engine_fixture.h"
#include "tests/fakes/loopback_server.h"
#include "tests/ui/destination_fixture.h"
#include "ui/destinations/destinations_dialog.h"
#include "ui/destinations/question_bar.h"
#include "ui/main_window.h"
#include "ui/settings/note_line.h"
#include "ui/settings/ui_settings.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QLabel>
#include <QMap>
#include <QMutex>
#include <QPushButton>
#include <QSpinBox>
#include <QTreeView>
#include <QUrl>
#include <QUrlQuery>

namespace gantry {
namespace {

// As much of an S3 store as the dialog asks for.
class SmallStore
{
public:
    SmallStore()
        : m_server([this](const RecordedRequest &) {
            return ServerAction::doWork([this](const RecordedRequest &request, const QByteArray &body) {
                return answerTo(request, body);
            });
        })
    {}

    QString url() const { return QString::fromLatin1(m_server.url()); }

    void put(const QString &id, const QString &key, const QList<qint64> &parts)
    {
        const QMutexLocker lock(&m_mutex);
        m_uploads.insert(id, {key, parts});
    }
    QStringList ids() const
    {
        const QMutexLocker lock(&m_mutex);
        return m_uploads.keys();
    }
    void forbidLifecycle()
    {
        const QMutexLocker lock(&m_mutex);
        m_lifecycleStatus = 403;
    }

private:
    struct Upload
    {
        QString key;
        QList<qint64> parts;
    };

    ServerAnswer answerTo(const RecordedRequest &request, const QByteArray &body)
    {
        const QMutexLocker lock(&m_mutex);
        const QUrl url = QUrl::fromEncoded(request.target);
        const QUrlQuery query(url);
        const QString id = query.queryItemValue(QStringLiteral("uploadId"), QUrl::FullyDecoded);
        if (query.hasQueryItem(QStringLiteral("location")))
            return {200, "<LocationConstraint/>", {}};
        if (query.hasQueryItem(QStringLiteral("lifecycle")))
            return lifecycle(request.method, body);
        if (query.hasQueryItem(QStringLiteral("uploads")))
            return {200, listing(), {}};
        if (!m_uploads.contains(id))
            return {404, "<Error><Code>NoSuchUpload</Code></Error>", {}};
        if (request.method == "DELETE") {
            m_uploads.remove(id);
            return {204, {}, {}};
        }
        return {200, partsOf(m_uploads.value(id)), {}};
    }

    ServerAnswer lifecycle(const QByteArray &method, const QByteArray &body)
    {
        if (m_lifecycleStatus != 0)
            return {m_lifecycleStatus, "<Error><Code>AccessDenied</Code></Error>", {}};
        if (method == "PUT")
            m_rules = body;
        if (m_rules.isEmpty())
            return {404, "<Error><Code>NoSuchLifecycleConfiguration</Code></Error>", {}};
        return {200, method == "PUT" ? QByteArray() : m_rules, {}};
    }

    QByteArray listing() const
    {
        QByteArray list = "<ListMultipartUploadsResult><IsTruncated>false</IsTruncated>";
        int day = 1;
        for (auto it = m_uploads.begin(); it != m_uploads.end(); ++it)
            list += "<Upload><Key>" + it.value().key.toUtf8() + "</Key><UploadId>" + it.key().toUtf8() +
                    "</UploadId><Initiator><ID>ann</ID></Initiator><Initiated>2026-01-0" +
                    QByteArray::number(day++) + "T10:00:00.000Z</Initiated></Upload>";
        return list + "</ListMultipartUploadsResult>";
    }

    static QByteArray partsOf(const Upload &upload)
    {
        QByteArray list = "<ListPartsResult><IsTruncated>false</IsTruncated>";
        int number = 1;
        for (const qint64 size : upload.parts)
            list += "<Part><PartNumber>" + QByteArray::number(number++) +
                    "</PartNumber><ETag>\"a\"</ETag><Size>" + QByteArray::number(size) + "</Size></Part>";
        return list + "</ListPartsResult>";
    }

    mutable QMutex m_mutex;
    QMap<QString, Upload> m_uploads;
    QByteArray m_rules;
    int m_lifecycleStatus = 0;
    LoopbackServer m_server; // the last: it answers from what stands above
};

} // namespace

class UnfinishedTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void tellsWhatIsThere();
    void endsAfterAQuestion();
    void continuesOneWithItsFile();
    void setsTheRule();
    void aStoreThatTellsNoRules();
    void nothingIsUnfinished();
    void theStoreIsAway();
    void isThereOnceForEachDestination();

private:
    void put(const QString &name);
    void open();
    QAbstractItemModel *rows() const { return m_dialog->findChild<QTreeView *>()->model(); }
    QString textAt(int row, int column) const { return rows()->index(row, column).data().toString(); }
    QPushButton *button(const QString &text) const;
    bool says(const QString &text) const;
    void choose(const QList<int> &chosen);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<SmallStore> m_store;
    std::unique_ptr<Engine> m_engine;
    std::unique_ptr<UnfinishedDialog> m_dialog;
};

void UnfinishedTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_store = std::make_unique<SmallStore>();
    m_store->put(QStringLiteral("1"), QStringLiteral("rushes/a.mov"), {5'000'000, 1'000'000});
    m_store->put(QStringLiteral("2"), QStringLiteral("rushes/b.mov"), {});
    m_store->put(QStringLiteral("3"), QStringLiteral("rushes/c.mov"), {2'000'000});
    EngineOptions options;
    options.stateDir = m_folder->path();
    m_engine = std::make_unique<Engine>(options);
    QVERIFY(valueOf(m_engine->start()));
    put(QStringLiteral("Rushes"));
}

void UnfinishedTest::put(const QString &name)
{
    DestinationSettings settings;
    settings.name = name;
    settings.kind = QStringLiteral("s3");
    settings.fields = {{QStringLiteral("endpoint"), m_store->url()},
                       {QStringLiteral("bucket"), QStringLiteral("bucket")},
                       {QStringLiteral("prefix"), QStringLiteral("rushes/")},
                       {QStringLiteral("access_key"), QStringLiteral("key")}};
    settings.secretStore = SecretStoreKind::File;
    QVERIFY(valueOf(m_engine->putDestination(settings, {{QStringLiteral("secret"), "secret"}})));
}

void UnfinishedTest::cleanup()
{
    m_dialog.reset();
    m_engine.reset();
    m_store.reset();
}

void UnfinishedTest::open()
{
    m_dialog = std::make_unique<UnfinishedDialog>(*m_engine, QStringLiteral("Rushes"));
    new QAbstractItemModelTester(rows(), QAbstractItemModelTester::FailureReportingMode::QtTest,
                                 m_dialog.get());
    m_dialog->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_dialog.get()));
    QTRY_VERIFY_WITH_TIMEOUT(button(QStringLiteral("Look again"))->isEnabled(), longEnough);
}

QPushButton *UnfinishedTest::button(const QString &text) const
{
    for (QPushButton *each : m_dialog->findChildren<QPushButton *>())
        if (each->text().remove(QLatin1Char('&')).startsWith(text))
            return each;
    qFatal("there is no button %s", qPrintable(text));
}

bool UnfinishedTest::says(const QString &text) const
{
    const QList<QLabel *> labels = m_dialog->findChildren<QLabel *>();
    return std::any_of(labels.begin(), labels.end(), [&](const QLabel *label) {
        return label->isVisible() && label->text().contains(text);
    });
}

void UnfinishedTest::choose(const QList<int> &chosen)
{
    auto *list = m_dialog->findChild<QTreeView *>();
    list->clearSelection();
    for (const int row : chosen)
        list->selectionModel()->select(rows()->index(row, 0),
                                       QItemSelectionModel::Select | QItemSelectionModel::Rows);
}

void UnfinishedTest::tellsWhatIsThere()
{
    open();
    QCOMPARE(rows()->rowCount(), 3); // the oldest first
    QCOMPARE(textAt(0, 0), QStringLiteral("a.mov"));
    QCOMPARE(textAt(0, 1), QStringLiteral("6.0 MB"));
    QCOMPARE(textAt(0, 2), QStringLiteral("2"));
    QVERIFY(textAt(0, 3).contains(QStringLiteral("2026")));
    QCOMPARE(textAt(0, 4), QStringLiteral("ann"));
    QCOMPARE(textAt(1, 1), QStringLiteral("0 bytes"));
    QVERIFY(!button(QStringLiteral("End"))->isEnabled()); // nothing is chosen
    QVERIFY(!button(QStringLiteral("Continue"))->isEnabled());
    m_dialog->findChild<QTreeView *>()->sortByColumn(1, Qt::DescendingOrder);
    QCOMPARE(textAt(1, 0), QStringLiteral("c.mov")); // by size, not by its text
}

void UnfinishedTest::endsAfterAQuestion()
{
    open();
    choose({0, 2});
    button(QStringLiteral("End"))->click();
    QVERIFY(says(QStringLiteral("8.0 MB")));
    QCOMPARE(m_store->ids().size(), 3); // not before the answer
    QTest::keyClick(m_dialog->findChild<QuestionBar *>(), Qt::Key_Escape);
    QVERIFY(!m_dialog->findChild<QuestionBar *>()->isVisible());
    button(QStringLiteral("End"))->click();
    for (QPushButton *each : m_dialog->findChild<QuestionBar *>()->findChildren<QPushButton *>())
        if (each->text() == QStringLiteral("&End"))
            each->click();
    QTRY_COMPARE_WITH_TIMEOUT(rows()->rowCount(), 1, longEnough);
    QCOMPARE(m_store->ids(), QStringList(QStringLiteral("2")));
}

void UnfinishedTest::continuesOneWithItsFile()
{
    open();
    const QSignalSpy wanted(m_dialog.get(), &UnfinishedDialog::continueWanted);
    choose({1, 2});
    QVERIFY(!button(QStringLiteral("Continue"))->isEnabled()); // which of them?
    choose({2});
    button(QStringLiteral("Continue"))->click();
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(wanted.first().first().toString(), QStringLiteral("Rushes"));
    const auto orphan = wanted.first().last().value<Orphan>();
    QCOMPARE(orphan.name, QStringLiteral("c.mov"));
    QCOMPARE(orphan.id, QStringLiteral("3"));
}

void UnfinishedTest::setsTheRule()
{
    open();
    QTRY_VERIFY_WITH_TIMEOUT(says(QStringLiteral("No rule")), longEnough);
    m_dialog->findChild<QSpinBox *>()->setValue(3);
    button(QStringLiteral("Set rule"))->click();
    QTRY_VERIFY_WITH_TIMEOUT(says(QStringLiteral("ends them 3 day")), longEnough);
}

void UnfinishedTest::aStoreThatTellsNoRules()
{
    m_store->forbidLifecycle();
    open();
    QTRY_VERIFY_WITH_TIMEOUT(says(QStringLiteral("refuses")), longEnough);
    QVERIFY(!m_dialog->findChild<QSpinBox *>()->isVisible());
    QCOMPARE(rows()->rowCount(), 3);
}

void UnfinishedTest::nothingIsUnfinished()
{
    m_store = std::make_unique<SmallStore>();
    DestinationSettings settings = valueOf(m_engine->destinations()).first();
    settings.fields.insert(QStringLiteral("endpoint"), m_store->url());
    QVERIFY(valueOf(m_engine->putDestination(settings, {})));
    open();
    QVERIFY(says(QStringLiteral("Nothing is unfinished")));
    m_store.reset(); // and now nobody knows any more
    button(QStringLiteral("Look again"))->click();
    QTRY_VERIFY_WITH_TIMEOUT(button(QStringLiteral("Look again"))->isEnabled(), longEnough);
    QVERIFY(!says(QStringLiteral("Nothing is unfinished")));
}

void UnfinishedTest::theStoreIsAway()
{
    m_store.reset();
    open();
    QVERIFY(m_dialog->findChildren<NoteLine *>().last()->isVisible());
    QVERIFY(!says(QStringLiteral("Nothing is unfinished"))); // nobody knows
}

void UnfinishedTest::isThereOnceForEachDestination()
{
    put(QStringLiteral("Archive"));
    UiSettings settings(m_folder->path());
    MainWindow window(*m_engine, settings, destinationKinds());
    window.show();
    window.load();
    for (QAction *action : window.findChildren<QAction *>())
        if (action->iconText() == QLatin1String("Destinations"))
            action->trigger();
    auto *destinations = window.findChild<DestinationsDialog *>();
    QVERIFY(destinations != nullptr);
    const auto openOf = [&](const QString &name) {
        destinations->edit(name);
        QTRY_VERIFY(gantry::button(*destinations, QStringLiteral("Unfinished uploads…")) != nullptr);
        destinations->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(destinations));
        press(*destinations, "Unfinished uploads…");
    };
    const auto dialogs = [&window] { return window.findChildren<UnfinishedDialog *>(); };

    openOf(QStringLiteral("Rushes"));
    QCOMPARE(dialogs().size(), 1);
    const QPointer<UnfinishedDialog> first = dialogs().first();
    QVERIFY(QTest::qWaitForWindowActive(first));
    openOf(QStringLiteral("Rushes"));
    QCOMPARE(dialogs(), QList<UnfinishedDialog *>{first});
    QVERIFY(QTest::qWaitForWindowActive(first)); // in front again

    openOf(QStringLiteral("Archive"));
    QCOMPARE(dialogs().size(), 2);
    QVERIFY(first->isVisible());

    first->close(); // and then another one
    QTRY_VERIFY(first == nullptr);
    openOf(QStringLiteral("Rushes"));
    QCOMPARE(dialogs().size(), 2);
}

} // namespace gantry

QTEST_MAIN(gantry::UnfinishedTest)
#include "unfinished_test.moc"
