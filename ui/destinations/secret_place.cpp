#include "ui/destinations/secret_place.h"

#include "ui/destinations/destination_words.h"
#include "ui/destinations/path_edit.h"
#include "ui/settings/field_row.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QVBoxLayout>

namespace gantry {
namespace {

const QString variableMark = QStringLiteral("env:");
const QString fileMark = QStringLiteral("file:");

} // namespace

SecretPlace::SecretPlace(SecretStoreKind kind, const QString &source, QWidget *parent)
    : QWidget(parent)
    , m_kind(new QComboBox)
    , m_sourceKind(new QComboBox)
    , m_source(new QLineEdit)
    , m_meaning(new NoteLine)
    , m_sourceRow(nullptr)
{
    for (const SecretStoreKind each :
         {SecretStoreKind::Keychain, SecretStoreKind::File, SecretStoreKind::Memory})
        m_kind->addItem(secretStoreText(each), static_cast<int>(each));
    m_kind->setCurrentIndex(m_kind->findData(static_cast<int>(kind)));
    m_kind->setObjectName(QStringLiteral("secret_store"));
    m_sourceKind->addItem(tr("Environment variable"), variableMark);
    m_sourceKind->addItem(tr("File"), fileMark);
    m_sourceKind->setAccessibleName(tr("What the secret is read from"));
    m_source->setObjectName(QStringLiteral("secret_source"));
    if (source.startsWith(fileMark)) {
        m_sourceKind->setCurrentIndex(1);
        m_source->setText(source.mid(fileMark.size()));
    } else if (source.startsWith(variableMark)) {
        m_source->setText(source.mid(variableMark.size()));
    }

    auto *sourceLine = new QWidget;
    auto *line = new QHBoxLayout(sourceLine);
    line->setContentsMargins(0, 0, 0, 0);
    line->addWidget(m_sourceKind);
    line->addWidget(m_source, 1);
    m_sourceRow = new FieldRow(tr("Read it from (required)"), sourceLine);
    m_sourceRow->setFocusField(m_source);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(fontMetrics().height() / 2);
    column->addWidget(new FieldRow(tr("Where the secret is &kept"), m_kind));
    column->addWidget(m_meaning);
    column->addWidget(m_sourceRow);

    connect(m_kind, &QComboBox::currentIndexChanged, this, [this] {
        explain();
        Q_EMIT edited();
    });
    connect(m_sourceKind, &QComboBox::currentIndexChanged, this, &SecretPlace::edited);
    connect(m_source, &QLineEdit::textChanged, this, &SecretPlace::edited);
    explain();
}

SecretStoreKind SecretPlace::kind() const
{
    return static_cast<SecretStoreKind>(m_kind->currentData().toInt());
}

QString SecretPlace::source() const
{
    const QString named = m_source->text().trimmed();
    return kind() != SecretStoreKind::Memory || named.isEmpty()
               ? QString()
               : m_sourceKind->currentData().toString() + named;
}

void SecretPlace::explain()
{
    m_meaning->say(kind() == SecretStoreKind::File ? NoteLine::Tone::Warning : NoteLine::Tone::Info,
                   secretStoreHint(kind()));
    m_kind->setAccessibleDescription(secretStoreHint(kind()));
    m_sourceRow->setVisible(kind() == SecretStoreKind::Memory);
}

FieldRow *SecretPlace::check()
{
    QString problem;
    if (kind() == SecretStoreKind::Memory) {
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
