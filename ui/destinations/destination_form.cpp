#include "ui/destinations/destination_form.h"

#include "ui/destinations/common_fields.h"
#include "ui/destinations/destination_words.h"
#include "ui/destinations/kind_fields.h"
#include "ui/destinations/secret_place.h"
#include "ui/settings/field_row.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

namespace gantry {

DestinationForm::DestinationForm(QList<DestinationKind> kinds, QWidget *parent)
    : QWidget(parent)
    , m_kinds(std::move(kinds))
    , m_column(new QVBoxLayout(this))
    , m_name(new QLineEdit)
    , m_kind(new QComboBox)
    , m_fixed(hintLabel({}))
    , m_unknownKind(plainLabel())
{
    const int line = fontMetrics().height();
    m_column->setSpacing(line * 3 / 4);
    m_column->setContentsMargins(line, line / 2, line, line);
    m_name->setObjectName(QStringLiteral("name"));
    m_nameRow =
        new FieldRow(tr("&Name (required)"), m_name,
                     tr("Yours to choose. It cannot be changed later: the uploads in the queue go by it."));
    m_kind->setObjectName(QStringLiteral("kind"));
    for (const DestinationKind &kind : m_kinds)
        m_kind->addItem(kindText(kind.kind, m_kinds), kind.kind);
    m_column->addWidget(m_nameRow);
    m_column->addWidget(new FieldRow(tr("K&ind"), m_kind));
    m_column->addWidget(m_fixed);
    m_column->addWidget(m_unknownKind);
    m_column->addStretch();
    connect(m_name, &QLineEdit::textChanged, this, &DestinationForm::wasEdited);
    connect(m_kind, &QComboBox::currentIndexChanged, this, [this] {
        if (m_isFilling)
            return;
        DestinationSettings settings = this->settings();
        settings.kind = m_kind->currentData().toString();
        rebuild(settings);
        wasEdited();
    });
}

const DestinationKind *DestinationForm::kindOf(const QString &name) const
{
    for (const DestinationKind &kind : m_kinds)
        if (kind.kind == name)
            return &kind;
    return nullptr;
}

void DestinationForm::showNew(const DestinationSettings &settings, const QStringList &takenNames)
{
    m_isNew = true;
    m_takenNames = takenNames;
    fill(settings);
}

void DestinationForm::showStored(const DestinationSettings &settings)
{
    m_isNew = false;
    m_takenNames.clear();
    fill(settings);
}

void DestinationForm::fill(const DestinationSettings &settings)
{
    m_isFilling = true;
    m_shown = settings;
    m_keptSecrets.reset();
    m_name->setText(settings.name);
    m_nameRow->setProblem({});
    m_nameRow->setVisible(m_isNew);
    m_kind->setCurrentIndex(m_kind->findData(settings.kind));
    m_kind->parentWidget()->setVisible(m_isNew && m_kinds.size() > 1);
    m_fixed->setVisible(!m_isNew);
    m_fixed->setText(tr("%1. Its name is fixed: the uploads in the queue go by it.", "a kind of destination")
                         .arg(kindText(settings.kind, m_kinds)));
    rebuild(settings);
    m_shown = this->settings();
    m_isFilling = false;
}

void DestinationForm::rebuild(const DestinationSettings &settings)
{
    delete m_fields;
    m_fields = new QWidget;
    auto *column = new QVBoxLayout(m_fields);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(m_column->spacing());
    const DestinationKind *kind = kindOf(settings.kind);
    m_unknownKind->setVisible(kind == nullptr);
    m_unknownKind->setText(
        tr("This version of Gantry knows no kind of destination named %1, so it can only be "
           "removed.")
            .arg(settings.kind));
    auto *limits = new QWidget;
    m_kindFields =
        new KindFields(kind == nullptr ? QList<SettingsField>() : kind->fields, settings.fields, limits);
    m_secretPlace = new SecretPlace(kind == nullptr ? QList<SettingsField>() : kind->fields,
                                    settings.secretStore, settings.secretSource);
    m_secretPlace->setProfiles(m_profiles, m_profilesProblem);
    m_common = new CommonFields(settings, limits);
    column->addWidget(m_kindFields);
    column->addWidget(m_secretPlace);
    column->addWidget(m_common);
    m_secretPlace->setVisible(m_kindFields->hasSecrets());
    m_column->insertWidget(m_column->count() - 1, m_fields);
    m_fields->setVisible(kind != nullptr);
    reachFieldsAfterKind();
    connect(m_kindFields, &KindFields::edited, this, &DestinationForm::wasEdited);
    connect(m_secretPlace, &SecretPlace::edited, this, &DestinationForm::wasEdited);
    connect(m_common, &CommonFields::edited, this, &DestinationForm::wasEdited);
    explainSecrets();
}

// What is made last is else reached last: after the buttons.
void DestinationForm::reachFieldsAfterKind()
{
    QList<QWidget *> fields;
    for (QWidget *each = m_fields->nextInFocusChain(); m_fields->isAncestorOf(each);
         each = each->nextInFocusChain())
        if ((each->focusPolicy() & Qt::TabFocus) != 0 && each->focusProxy() == nullptr)
            fields.append(each);
    QWidget *before = m_kind;
    for (QWidget *each : fields) {
        setTabOrder(before, each);
        before = each;
    }
}

void DestinationForm::setProfiles(const QStringList &names, const QString &problem)
{
    m_profiles = names;
    m_profilesProblem = problem;
    if (m_secretPlace != nullptr)
        m_secretPlace->setProfiles(names, problem);
}

void DestinationForm::explainSecrets()
{
    const SecretStoreKind place = m_secretPlace->kind();
    m_kindFields->setSecretStore(place);
    m_kindFields->setSecretsAreTyped(m_secretPlace->secretsAreTyped());
    // A secret stays where it was written: another place begins without.
    if (!m_isNew && place != m_shown.secretStore) {
        m_kindFields->setStoredSecrets(storedSecrets(), false,
                                       tr("Type it again: it is to be kept elsewhere"));
        return;
    }
    // Or it was read from elsewhere until now.
    if (m_isNew || (place == SecretStoreKind::Memory && !m_shown.secretSource.isEmpty())) {
        m_kindFields->setStoredSecrets({}, false, {});
        return;
    }
    m_kindFields->setStoredSecrets(
        storedSecrets(), true,
        place == SecretStoreKind::Keychain ? tr("Stored in the keychain; leave empty to keep it")
        : place == SecretStoreKind::Memory ? tr("Known until Gantry ends; leave empty to keep it")
                                           : tr("Stored in a private file; leave empty to keep it"));
}

// All that there may be, where it is not known.
QStringList DestinationForm::storedSecrets() const
{
    if (m_keptSecrets)
        return *m_keptSecrets;
    QStringList names;
    const DestinationKind *kind = kindOf(m_shown.kind);
    for (const SettingsField &field : kind == nullptr ? QList<SettingsField>() : kind->fields)
        if (field.type == SettingsField::Type::Secret)
            names.append(field.name);
    return names;
}

void DestinationForm::setKeptSecrets(const std::optional<QStringList> &names)
{
    m_keptSecrets = names;
    explainSecrets();
}

void DestinationForm::wasEdited()
{
    if (m_isFilling)
        return;
    explainSecrets();
    m_nameRow->setProblem({});
    m_kindFields->clearProblems();
    m_secretPlace->clearProblems();
    m_common->clearProblems();
    Q_EMIT edited();
}

bool DestinationForm::isDirty() const
{
    return m_common != nullptr && (settings() != m_shown || !secrets().isEmpty() || !m_common->isReadable());
}

DestinationSettings DestinationForm::settings() const
{
    DestinationSettings settings = m_shown;
    if (m_isNew) {
        settings.name = m_name->text().trimmed();
        if (m_kind->currentIndex() >= 0)
            settings.kind = m_kind->currentData().toString();
        settings.fields.clear(); // of a kind that was chosen before
    }
    // What the form has no field for stays as it is stored.
    if (const DestinationKind *kind = kindOf(settings.kind))
        for (const SettingsField &field : kind->fields)
            settings.fields.remove(field.name);
    settings.fields.insert(m_kindFields->values());
    settings.secretStore = m_secretPlace->kind();
    settings.secretSource = m_secretPlace->source();
    m_common->writeTo(settings);
    return settings;
}

QMap<QString, QByteArray> DestinationForm::secrets() const
{
    return m_kindFields->secrets();
}

void DestinationForm::checkName(FieldRow *&first)
{
    if (!m_isNew)
        return;
    const QString name = m_name->text().trimmed();
    QString problem;
    if (name.isEmpty())
        problem = tr("Give it a name.");
    else if (name.contains(QLatin1Char('/')))
        problem = tr("A name has no slash.");
    else if (m_takenNames.contains(name))
        problem = tr("There is a destination of that name already.");
    m_nameRow->setProblem(problem);
    if (!problem.isEmpty())
        first = m_nameRow;
}

bool DestinationForm::check()
{
    FieldRow *first = nullptr;
    checkName(first);
    for (FieldRow *row : {m_kindFields->check(), m_secretPlace->isHidden() ? nullptr : m_secretPlace->check(),
                          m_common->check()})
        if (first == nullptr)
            first = row;
    if (first != nullptr)
        first->takeFocus();
    return first == nullptr;
}

void DestinationForm::goToFirst()
{
    if (m_isNew)
        m_nameRow->takeFocus();
    else if (FieldRow *row = m_kindFields->firstRow())
        row->takeFocus();
}

} // namespace gantry
