#include "engine/planning/retry_policy.h"

#include <QTest>

using namespace gantry;
using namespace std::chrono_literals;

namespace {

Failure failure(FailureKind kind, std::optional<std::chrono::milliseconds> retryAfter = {})
{
    return {kind, QString(), retryAfter, 0};
}

const Dice highest = [] { return 0.999999; };
const Dice lowest = [] { return 0.0; };

} // namespace

class RetryPolicyTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theLinkIsNeverAFailure();
    void whatNoRetryMendsFailsAtOnce();
    void whatMayMendIsTriedForAWhile();
    void aMismatchIsSentAgainThreeTimes();
    void aConflictIsLookedIntoEverMoreSlowly();
    void theServersWishComesFirst();
    void backOffIsJitteredAndBounded();
    void whatMayBeTheLoad();
};

void RetryPolicyTest::theLinkIsNeverAFailure()
{
    for (const FailureKind kind :
         {FailureKind::Offline, FailureKind::Unreachable, FailureKind::ConnectionLost, FailureKind::Stalled,
          FailureKind::Busy, FailureKind::Locked})
        QVERIFY(judge(failure(kind), 10'000, highest).remedy != Remedy::GiveUp);
    for (const FailureKind kind : {FailureKind::CredentialsNeeded, FailureKind::SecretMissing})
        QCOMPARE(judge(failure(kind), 10'000, highest).remedy, Remedy::WhenCredentialsCome);
    QCOMPARE(judge(failure(FailureKind::Unreachable), 1, highest).remedy, Remedy::WhenReachable);
    QCOMPARE(judge(failure(FailureKind::Busy), 1, highest).remedy, Remedy::SlowDown);
}

void RetryPolicyTest::whatNoRetryMendsFailsAtOnce()
{
    for (const FailureKind kind :
         {FailureKind::Unauthorized, FailureKind::Forbidden, FailureKind::DestinationMissing,
          FailureKind::QuotaExceeded, FailureKind::TooLarge, FailureKind::Rejected, FailureKind::Redirected,
          FailureKind::TlsUntrusted, FailureKind::SourceUnreadable})
        QCOMPARE(judge(failure(kind), 1, lowest).remedy, Remedy::GiveUp);
}

void RetryPolicyTest::whatMayMendIsTriedForAWhile()
{
    QCOMPARE(judge(failure(FailureKind::ServerError), 1, lowest).remedy, Remedy::Again);
    QCOMPARE(judge(failure(FailureKind::ServerError), 14, lowest).remedy, Remedy::Again);
    QCOMPARE(judge(failure(FailureKind::ServerError), 15, lowest).remedy, Remedy::GiveUp);
    QCOMPARE(judge(failure(FailureKind::LinkExpired), 4, lowest).remedy, Remedy::FreshGrant);
    QCOMPARE(judge(failure(FailureKind::LinkExpired), 5, lowest).remedy, Remedy::GiveUp);
    QCOMPARE(judge(failure(FailureKind::ClockSkewed), 1, lowest).remedy, Remedy::Again);
    QCOMPARE(judge(failure(FailureKind::ClockSkewed), 2, lowest).remedy, Remedy::GiveUp);
}

void RetryPolicyTest::aMismatchIsSentAgainThreeTimes()
{
    for (int mismatches = 1; mismatches <= 3; ++mismatches)
        QCOMPARE(judge(failure(FailureKind::IntegrityMismatch), mismatches, lowest).remedy, Remedy::Again);
    QCOMPARE(judge(failure(FailureKind::IntegrityMismatch), 4, lowest).remedy, Remedy::GiveUp);
}

// Some servers mean "locked" by it.
void RetryPolicyTest::aConflictIsLookedIntoEverMoreSlowly()
{
    std::chrono::milliseconds before{0};
    for (int attempts = 1; attempts <= 7; ++attempts) {
        const Verdict verdict = judge(failure(FailureKind::OffsetConflict), attempts, highest);
        QCOMPARE(verdict.remedy, Remedy::Survey);
        QVERIFY(verdict.delay > before);
        before = verdict.delay;
    }
}

void RetryPolicyTest::theServersWishComesFirst()
{
    QCOMPARE(judge(failure(FailureKind::Busy, 7s), 1, lowest).delay, 7s);
    QCOMPARE(judge(failure(FailureKind::ServerError, 3s), 9, highest).delay, 3s);
}

void RetryPolicyTest::whatMayBeTheLoad()
{
    QVERIFY(isStrain(failure(FailureKind::ServerError)));
    QVERIFY(isStrain({FailureKind::ConnectionLost, {}, {}, 408}));
    QVERIFY(!isStrain(failure(FailureKind::ConnectionLost)));
    QVERIFY(!isStrain(failure(FailureKind::Rejected)));
}

void RetryPolicyTest::backOffIsJitteredAndBounded()
{
    QCOMPARE(backOff(1, lowest), 50ms);
    QCOMPARE(backOff(1, highest), 499ms);
    QCOMPARE(backOff(3, highest), 1999ms);
    QVERIFY(backOff(20, highest) <= 60s);
    QVERIFY(backOff(1'000'000, highest) <= 60s);
    QVERIFY(backOff(-5, highest) <= 500ms);
}

QTEST_APPLESS_MAIN(RetryPolicyTest)
#include "retry_policy_test.moc"
