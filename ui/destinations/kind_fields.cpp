#include "ui/destinations/kind_fields.h"

#include "engine/core/destination_fields.h"
#include "engine/core/typed_amounts.h"
#include "ui/destinations/destination_words.h"
#include "ui/destinations/path_edit.h"
#include "ui/destinations/secret_edit.h"
#include "ui/destinations/size_edit.h"
#include "ui/settings/field_row.h"

#include <QCheckBox>
#include <QComboBox>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>

namespace gantry {
namespace {

using Type = SettingsField::Type;

const QString on = QStringLiteral("true"); // as the command line writes a flag

// A flag's name stands beside its box, not above it; of several choices one is always made; all that stands
// with the part size may be left out.
QString titleOf(const SettingsField &field)
{
    QString label = backendText(field.label);
    switch (field.type) {
    case Type::Flag:
        return {};
    case Type::Choice:
        return label;
    case Type::Size:
        if (!field.required)
            return label;
        break;
    case Type::Text:
    case Type::Url:
    case Type::Secret:
    case Type::File:
        break;
    }
    return field.required ? KindFields::tr("%1 (required)", "a field").arg(label)
                          : KindFields::tr("%1 (optional)", "a field").arg(label);
}

} // namespace

KindFields::KindFields(const QList<SettingsField> &fields, const QMap<QString, QString> &values,
                       QWidget *limits, QWidget *parent)
    : QWidget(parent)
    , m_fields(fields)
    , m_limits(limits)
{
    auto *column = new QVBoxLayout(this);
    auto *apart = new QVBoxLayout(limits);
    for (QVBoxLayout *each : {column, apart}) {
        each->setContentsMargins(0, 0, 0, 0);
        each->setSpacing(fontMetrics().height() * 3 / 4);
    }
    for (const SettingsField &field : fields) {
        QWidget *editor = editorOf(field, values.value(field.name));
        const QString label = backendText(field.label);
        QWidget *line = editor;
        QCheckBox *removal = nullptr;
        if (field.type == Type::Secret && !field.required) {
            removal = new QCheckBox(tr("Remove what is stored"));
            removal->setObjectName(field.name + QStringLiteral("_removal"));
            removal->setAccessibleName(tr("Remove what is stored: %1", "a field").arg(label));
            line = new QWidget;
            auto *both = new QVBoxLayout(line);
            both->setContentsMargins(0, 0, 0, 0);
            both->addWidget(editor);
            both->addWidget(removal);
            removal->hide(); // now that it is no window of its own any more
        }
        auto *row = new FieldRow(titleOf(field), line, backendText(field.help));
        if (field.type == Type::File)
            row->setFocusField(static_cast<PathEdit *>(editor)->field());
        else if (removal != nullptr)
            row->setFocusField(editor);
        editor->setObjectName(field.name);
        (field.type == Type::Size ? apart : column)->addWidget(row);
        m_rows.push_back({field, row, editor, removal});
        if (removal != nullptr)
            connect(removal, &QCheckBox::toggled, this, [this, place = m_rows.size() - 1](bool goes) {
                const Row &changed = m_rows.at(place);
                if (goes)
                    static_cast<SecretEdit *>(changed.editor)->clear();
                changed.editor->setEnabled(!goes);
                showPlaceholder(changed);
                Q_EMIT edited();
            });
    }
    showWhatMatters();
}

QMap<QString, QString> KindFields::choices() const
{
    QMap<QString, QString> made;
    for (const Row &row : m_rows)
        if (row.field.type == Type::Choice)
            made.insert(row.field.name, static_cast<QComboBox *>(row.editor)->currentData().toString());
    return made;
}

void KindFields::setSecretStore(SecretStoreKind store)
{
    if (m_store == store)
        return;
    m_store = store;
    showWhatMatters();
}

void KindFields::showWhatMatters()
{
    const QList<SettingsField> matter = fieldsThatMatter(m_fields, choices(), m_store);
    bool hasLimits = false;
    for (Row &row : m_rows) {
        const auto found = std::find_if(matter.cbegin(), matter.cend(), [&row](const SettingsField &field) {
            return field.name == row.field.name;
        });
        row.matters = found != matter.cend();
        if (row.matters) {
            row.field.required = found->required;
            row.row->setLabel(titleOf(*found));
            row.row->setHelp(backendText(found->help));
        }
        row.row->setVisible(row.matters && (row.field.type != Type::Secret || m_secretsAreTyped));
        hasLimits = hasLimits || (row.matters && row.field.type == Type::Size);
    }
    // Not before it has a parent: it would be a window of its own for a moment.
    if (!hasLimits || m_limits->parentWidget() != nullptr)
        m_limits->setVisible(hasLimits);
}

QWidget *KindFields::editorOf(const SettingsField &field, const QString &value)
{
    switch (field.type) {
    case Type::Flag: {
        auto *box = new QCheckBox(backendText(field.label));
        box->setChecked(value == on);
        connect(box, &QCheckBox::toggled, this, &KindFields::edited);
        return box;
    }
    case Type::File: {
        auto *path = new PathEdit;
        path->setPath(value);
        connect(path, &PathEdit::edited, this, &KindFields::edited);
        return path;
    }
    case Type::Secret: {
        auto *secret = new SecretEdit;
        connect(secret, &QLineEdit::textChanged, this, &KindFields::edited);
        return secret;
    }
    case Type::Size: {
        auto *size = new SizeEdit(sizeFromText(value));
        size->unit()->setAccessibleName(tr("%1: unit", "a field for a size").arg(backendText(field.label)));
        connect(size, &SizeEdit::edited, this, &KindFields::edited);
        return size;
    }
    case Type::Choice: {
        auto *box = new QComboBox;
        for (const FieldChoice &choice : field.choices)
            box->addItem(backendText(choice.label), choice.name);
        if (const FieldChoice *choice = choiceOf(field, {{field.name, value}}))
            box->setCurrentIndex(box->findData(choice->name));
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        connect(box, &QComboBox::currentIndexChanged, this, [this] {
            showWhatMatters();
            Q_EMIT edited();
        });
        return box;
    }
    case Type::Text:
    case Type::Url: {
        auto *text = new QLineEdit(value);
        if (field.type == Type::Url) {
            text->setInputMethodHints(Qt::ImhUrlCharactersOnly);
            text->setLayoutDirection(Qt::LeftToRight); // an address reads so in every language
        }
        connect(text, &QLineEdit::textChanged, this, &KindFields::edited);
        return text;
    }
    }
    Q_UNREACHABLE();
}

QString KindFields::textOf(const Row &row) const
{
    switch (row.field.type) {
    case Type::Flag:
        return static_cast<QCheckBox *>(row.editor)->isChecked() ? on : QString();
    case Type::File:
        return static_cast<PathEdit *>(row.editor)->path();
    case Type::Secret:
        return {};
    case Type::Size:
        return static_cast<SizeEdit *>(row.editor)->text();
    case Type::Choice: {
        // The last one is what is meant where none is named.
        const QString name = static_cast<QComboBox *>(row.editor)->currentData().toString();
        return name == row.field.choices.last().name ? QString() : name;
    }
    case Type::Text:
    case Type::Url:
        return static_cast<QLineEdit *>(row.editor)->text().trimmed();
    }
    Q_UNREACHABLE();
}

QMap<QString, QString> KindFields::values() const
{
    QMap<QString, QString> values;
    for (const Row &row : m_rows)
        if (const QString text = textOf(row); row.matters && !text.isEmpty())
            values.insert(row.field.name, text);
    return values;
}

QMap<QString, QByteArray> KindFields::secrets() const
{
    QMap<QString, QByteArray> secrets;
    for (const Row &row : m_rows) {
        if (row.field.type != Type::Secret || !m_secretsAreTyped || !row.matters)
            continue;
        const QByteArray secret = static_cast<SecretEdit *>(row.editor)->secret();
        if (isRemoved(row) || !secret.isEmpty())
            secrets.insert(row.field.name, isRemoved(row) ? QByteArray() : secret);
    }
    return secrets;
}

bool KindFields::hasSecrets() const
{
    for (const Row &row : m_rows)
        if (row.field.type == Type::Secret)
            return true;
    return false;
}

void KindFields::setSecretsAreTyped(bool typed)
{
    m_secretsAreTyped = typed;
    showWhatMatters();
}

void KindFields::setStoredSecrets(const QStringList &names, bool stay, const QString &placeholder)
{
    m_storedSecrets = names;
    m_secretsStay = stay;
    m_placeholder = placeholder;
    for (const Row &row : m_rows) {
        if (row.removal != nullptr) {
            row.removal->setVisible(isStored(row));
            row.editor->setEnabled(!isRemoved(row));
        }
        showPlaceholder(row);
    }
}

bool KindFields::isStored(const Row &row) const
{
    return m_secretsStay && m_storedSecrets.contains(row.field.name);
}

bool KindFields::isRemoved(const Row &row) const
{
    return isStored(row) && row.removal != nullptr && row.removal->isChecked();
}

void KindFields::showPlaceholder(const Row &row) const
{
    if (row.field.type != Type::Secret)
        return;
    const QString text = m_storedSecrets.contains(row.field.name) ? m_placeholder : QString();
    static_cast<SecretEdit *>(row.editor)
        ->setPlaceholderText(isRemoved(row) ? tr("Goes when you save") : text);
}

QString KindFields::problemOf(const Row &row) const
{
    if (!row.matters)
        return {};
    if (row.field.type == Type::Secret) {
        const bool isMissing = row.field.required && m_secretsAreTyped && !isStored(row) &&
                               static_cast<SecretEdit *>(row.editor)->secret().isEmpty();
        return isMissing ? tr("This is needed.") : QString();
    }
    const QString text = textOf(row);
    if (text.isEmpty())
        return row.field.required ? tr("This is needed.") : QString();
    if (row.field.type == Type::File)
        return PathEdit::problemOf(text);
    if (row.field.type == Type::Size)
        return static_cast<SizeEdit *>(row.editor)->problem();
    if (row.field.type == Type::Url) {
        const QUrl url(text, QUrl::StrictMode);
        if (!url.isValid() || url.scheme().isEmpty() || url.host().isEmpty())
            return tr("This is no address. It looks like https://uploads.example.com.");
    }
    return {};
}

FieldRow *KindFields::check()
{
    FieldRow *first = nullptr;
    for (const Row &row : m_rows) {
        const QString problem = problemOf(row);
        row.row->setProblem(problem);
        if (first == nullptr && !problem.isEmpty())
            first = row.row;
    }
    return first;
}

void KindFields::clearProblems()
{
    for (const Row &row : m_rows)
        row.row->setProblem({});
}

FieldRow *KindFields::firstRow() const
{
    return m_rows.empty() ? nullptr : m_rows.front().row;
}

} // namespace gantry
