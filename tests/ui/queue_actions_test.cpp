// What can be done with the chosen uploads, and that it follows what becomes of them.
#include "tests/ui/made_up_uploads.h"
#include "ui/queue/queue_actions.h"

#include <QWidget>

using namespace gantry;

namespace {

struct Desk
{
    MadeUpQueue queue;
    Removals removals{queue.engine(), queue.store(), std::chrono::seconds(1)};
    QWidget window;
    QueueActions actions{queue.engine(), queue.store(), removals, &window};

    void tell(qint64 id, Stage stage, Holds holds = {})
    {
        UploadSnapshot upload = madeUpUpload(id, QString::number(id), stage);
        upload.holds = holds;
        queue.tell({upload});
    }
    void choose(const QList<qint64> &numbers)
    {
        QList<UploadId> ids;
        for (const qint64 number : numbers)
            ids.append(UploadId{number});
        actions.setSelection(ids);
    }
};

} // namespace

class QueueActionsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingChosenNothingToDo();
    void anyOfTheChosenIsEnough();
    void followsWhatBecomesOfTheChosen();
    void othersDoNotMatter();
    void removedOnesDoNotMatter();
};

void QueueActionsTest::nothingChosenNothingToDo()
{
    Desk desk;
    desk.tell(1, Stage::Sending);
    for (const QAction *action : desk.actions.findChildren<QAction *>())
        QVERIFY2(!action->isEnabled(), qPrintable(action->text()));
}

void QueueActionsTest::anyOfTheChosenIsEnough()
{
    Desk desk;
    desk.tell(1, Stage::Sending);
    desk.tell(2, Stage::Queued, Hold::User);
    desk.tell(3, Stage::Failed);
    desk.choose({1, 2, 3});
    QVERIFY(desk.actions.pause->isEnabled());
    QVERIFY(desk.actions.resume->isEnabled());
    QVERIFY(desk.actions.retry->isEnabled());
    QVERIFY(!desk.actions.openFolder->isEnabled());
    desk.choose({3});
    QVERIFY(!desk.actions.pause->isEnabled());
    QVERIFY(!desk.actions.resume->isEnabled());
    QVERIFY(desk.actions.retry->isEnabled());
    QVERIFY(desk.actions.openFolder->isEnabled());
}

void QueueActionsTest::followsWhatBecomesOfTheChosen()
{
    Desk desk;
    desk.tell(1, Stage::Sending);
    desk.tell(2, Stage::Sending);
    desk.choose({1, 2});
    desk.tell(1, Stage::Done);
    QVERIFY(desk.actions.pause->isEnabled());
    desk.tell(2, Stage::NeedsDecision);
    QVERIFY(!desk.actions.pause->isEnabled());
    QVERIFY(desk.actions.startOver->isVisible());
    QVERIFY(desk.actions.skip->isEnabled());
    desk.tell(2, Stage::Done);
    QVERIFY(!desk.actions.startOver->isVisible());
    QVERIFY(!desk.actions.cancel->isEnabled());
    QVERIFY(desk.actions.remove->isEnabled());
}

void QueueActionsTest::othersDoNotMatter()
{
    Desk desk;
    desk.tell(1, Stage::Done);
    desk.tell(2, Stage::Sending);
    desk.choose({1});
    desk.tell(2, Stage::Failed);
    QVERIFY(!desk.actions.retry->isEnabled());
}

void QueueActionsTest::removedOnesDoNotMatter()
{
    Desk desk;
    desk.tell(1, Stage::Sending);
    desk.tell(2, Stage::Failed);
    desk.choose({1, 2, 99});
    QVERIFY(desk.actions.pause->isEnabled());
    desk.queue.tellRemoved({UploadId{1}});
    QVERIFY(!desk.actions.pause->isEnabled());
    QVERIFY(desk.actions.retry->isEnabled());
    QCOMPARE(desk.actions.selection(), QList<UploadId>{UploadId{2}});
    desk.queue.tellRemoved({UploadId{2}});
    QVERIFY(!desk.actions.remove->isEnabled());
}

QTEST_MAIN(QueueActionsTest)
#include "queue_actions_test.moc"
