#include "ui/destinations/secret_place.h"

#include "engine/core/destination_fields.h"
#include "ui/destinations/destination_words.h"
#include "ui/destinations/path_edit.h"
#include "ui/settings/field_row.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QVBoxLayout>

#include <algorithm>

namespace gantry {
namespace {

const QString variableMark = QStringLiteral("env:");
const QString fileMark = QStringLiteral("file:");

} // namespace

SecretPlace::SecretPlace(const QList<SettingsField> &fields, SecretStoreKind kind, const QString &source,
                         QWidget *parent)
    : QWidget(parent)
    , m_firstSecret(firstSecretOf(fields))
    , m_kind(new QComboBox)
    , m_sourceKind(new QComboBox)
    , m_source(new QLineEdit)
    , m_meaning(new NoteLine)
    , m_sourceRow(nullptr)
    , m_profile(new QComboBox)
    , m_profileRow(nullptr)
{
    QList<SecretStoreKind> kinds{SecretStoreKind::Keychain, SecretStoreKind::File, SecretStoreKind::Memory};
    if (std::any_of(fields.begin(), fields.end(),
                    [](const auto &field) { return !field.profileKey.isEmpty(); }))
        kinds.append(SecretStoreKind::Profile);
    if (std::any_of(fields.begin(), fields.end(),
                    [](const auto &field) { return !field.variable.isEmpty(); }))
        kinds.append(SecretStoreKind::Environment);
    for (const SecretStoreKind each : kinds)
        m_kind->addItem(secretStoreText(each), static_cast<int>(each));
    m_kind->setCurrentIndex(m_kind->findData(static_cast<int>(kind)));
    m_kind->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_kind->setObjectName(QStringLiteral("secret_store"));
    m_sourceKind->addItem(tr("Environment variable"), variableMark);
    m_sourceKind->addItem(tr("File"), fileMark);
    m_sourceKind->addItem(tr("Nothing: I type it at each start"), QString());
    m_sourceKind->setAccessibleName(tr("What the secret is read from"));
    m_sourceKind->setObjectName(QStringLiteral("secret_source_kind"));
    m_source->setObjectName(QStringLiteral("secret_source"));
    m_profile->setObjectName(QStringLiteral("profile"));
    m_profile->setEditable(true);
    m_profile->setInsertPolicy(QComboBox::NoInsert);
    m_profile->lineEdit()->setPlaceholderText(tr("The usual one"));
    m_profile->lineEdit()->setAccessibleName(tr("Profile"));
    if (kind == SecretStoreKind::Memory) {
        m_otherSources = secretSourcesOf(source, m_firstSecret);
        const QString first = m_otherSources.take(m_firstSecret);
        for (const QString &mark : {fileMark, variableMark})
            if (first.startsWith(mark)) {
                m_sourceKind->setCurrentIndex(m_sourceKind->findData(mark));
                m_source->setText(first.mid(mark.size()));
            }
        if (first.isEmpty())
            m_sourceKind->setCurrentIndex(m_sourceKind->findData(QString()));
    } else if (kind == SecretStoreKind::Profile) {
        m_profile->setEditText(source);
    }

    auto *sourceLine = new QWidget;
    auto *line = new QHBoxLayout(sourceLine);
    line->setContentsMargins(0, 0, 0, 0);
    line->addWidget(m_sourceKind);
    line->addWidget(m_source, 1);
    m_sourceRow = new FieldRow(tr("Read it from (required)"), sourceLine);
    m_sourceRow->setFocusField(m_source);
    m_profileRow = new FieldRow(tr("Pro&file (optional)"), m_profile);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(fontMetrics().height() / 2);
    column->addWidget(new FieldRow(tr("Where the secret is &kept"), m_kind));
    column->addWidget(m_meaning);
    column->addWidget(m_sourceRow);
    column->addWidget(m_profileRow);

    const auto chosen = [this] {
        explain();
        Q_EMIT edited();
    };
    connect(m_kind, &QComboBox::currentIndexChanged, this, chosen);
    connect(m_sourceKind, &QComboBox::currentIndexChanged, this, chosen);
    connect(m_source, &QLineEdit::textChanged, this, &SecretPlace::edited);
    connect(m_profile, &QComboBox::editTextChanged, this, &SecretPlace::edited);
    explain();
}

SecretStoreKind SecretPlace::kind() const
{
    return static_cast<SecretStoreKind>(m_kind->currentData().toInt());
}

QString SecretPlace::firstSource() const
{
    const QString named = m_source->text().trimmed();
    const QString mark = m_sourceKind->currentData().toString();
    return named.isEmpty() || mark.isEmpty() ? QString() : mark + named;
}

QString SecretPlace::source() const
{
    if (kind() == SecretStoreKind::Profile)
        return m_profile->currentText().trimmed();
    if (kind() != SecretStoreKind::Memory || firstSource().isEmpty())
        return {};
    QMap<QString, QString> sources = m_otherSources;
    sources.insert(m_firstSecret, firstSource());
    return secretSourceOf(sources, m_firstSecret);
}

bool SecretPlace::secretsAreTyped() const
{
    return !hasOwnCredentials(kind()) &&
           (kind() != SecretStoreKind::Memory || m_sourceKind->currentData().toString().isEmpty());
}

void SecretPlace::setProfiles(const QStringList &names, const QString &problem)
{
    const QSignalBlocker quiet(m_profile);
    const QString typed = m_profile->currentText();
    m_profile->clear();
    m_profile->addItems(names);
    m_profile->setEditText(typed);
    m_profileRow->setHelp(!problem.isEmpty() ? problem
                          : names.isEmpty()
                              ? tr("There is no profile yet in ~/.aws/credentials or ~/.aws/config.")
                              : tr("Left empty: the one that AWS_PROFILE names, else default."));
}

void SecretPlace::explain()
{
    m_meaning->say(kind() == SecretStoreKind::File ? NoteLine::Tone::Warning : NoteLine::Tone::Info,
                   secretStoreHint(kind()));
    m_kind->setAccessibleDescription(secretStoreHint(kind()));
    m_sourceRow->setVisible(kind() == SecretStoreKind::Memory);
    m_source->setVisible(!m_sourceKind->currentData().toString().isEmpty());
    m_profileRow->setVisible(kind() == SecretStoreKind::Profile);
}

FieldRow *SecretPlace::check()
{
    QString problem;
    if (kind() == SecretStoreKind::Memory && !secretsAreTyped()) {
        const QString named = m_source->text().trimmed();
        if (named.isEmpty())
            problem = tr("Name the variable or the file that holds the secret.");
        else if (m_sourceKind->currentData() == fileMark)
            problem = PathEdit::problemOf(named);
        else if (named.contains(QLatin1Char('=')) || named.contains(QLatin1Char(' ')))
            problem = tr("Give the name of the variable, not the secret itself.");
    }
    m_sourceRow->setProblem(problem);
    return problem.isEmpty() ? nullptr : m_sourceRow;
}

void SecretPlace::clearProblems()
{
    m_sourceRow->setProblem({});
}

} // namespace gantry
